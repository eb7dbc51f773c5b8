/** How seats, races, crews and people are called, in the language of the page. */
import { useI18n } from 'petite-vue-i18n';
import { language } from '@/i18n';
import { useFormat } from '@/i18n/format';
import { boatOf, isCox } from './boats';
import type { BoatClass, Crew, CrewCategory, Race } from './documents';

/** A sentence that the API gives in both languages. */
interface Told {
  message: string;
  messageFr: string;
}

export function useWords() {
  const { t } = useI18n();
  const format = useFormat();

  function told({ message, messageFr }: Told): string {
    const sentence = language.value === 'fr' ? messageFr : message;
    return sentence.charAt(0).toUpperCase() + sentence.slice(1);
  }

  const race = ({ name, nameFr }: Pick<Race, 'name' | 'nameFr'>) => (language.value === 'fr' ? nameFr : name);
  const raceCode = ({ code, codeFr }: Pick<Race, 'code' | 'codeFr'>) => (language.value === 'fr' ? codeFr : code);

  /** “Bow”, “3”, “Stroke”, “Cox”. */
  function seat(boatClass: BoatClass, position: number): string {
    const boat = boatOf(boatClass);
    if (isCox(boat, position)) {
      return t('entries.seat.cox');
    }
    if (boat.rowers === 1) {
      return t('entries.seat.single');
    }
    if (position === 1) {
      return t('entries.seat.bow');
    }
    return position === boat.rowers ? t('entries.seat.stroke', { position }) : t('entries.seat.numbered', { position });
  }

  /** “Master B women, 41.25 years on average”. */
  function category({ age, gender, masterLetter }: CrewCategory): string {
    const words = [t(`domain.ageCategories.${age}`), masterLetter, t(`domain.crewGenders.${gender}`).toLowerCase()];
    return words.filter(Boolean).join(' ');
  }

  /** What a crew is called where it has no number yet. */
  function crew({ number, boatClass }: Pick<Crew, 'number' | 'boatClass'>): string {
    return number ?? t(`domain.boatClasses.${boatClass}`);
  }

  const average = ({ averageAge }: CrewCategory) => t('entries.average', { average: format.value.decimal(averageAge) });

  return { told, race, raceCode, seat, category, crew, average };
}

/** First and last name of a person. */
export function nameOf({ firstName, lastName }: { firstName: string | null; lastName: string | null }): string {
  return `${firstName ?? ''} ${lastName ?? ''}`.trim();
}

/** A text as it is searched: without case, accents and marks. */
export function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/œ/g, 'oe').replace(/æ/g, 'ae');
}
