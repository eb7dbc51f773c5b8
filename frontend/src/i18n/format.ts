/** Days, times and amounts as each language writes them. */
import { computed } from 'vue';
import { language, type Language } from '.';

const LOCALES: Record<Language, string> = { fr: 'fr-FR', en: 'en-GB' };
const REGATTA_ZONE = 'Europe/Paris';

function formatsOf(of: Language) {
  const locale = LOCALES[of];
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', timeZone: 'UTC' });
  const fullDay = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeZone: 'UTC' });
  const shortDay = new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeZone: 'UTC' });
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone: REGATTA_ZONE });
  const timeOfDay = new Intl.DateTimeFormat(locale, { timeStyle: 'short' });
  const euros = new Intl.NumberFormat(locale, { style: 'currency', currency: 'EUR', trailingZeroDisplay: 'stripIfInteger' });
  const decimal = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  // French counts the first day of a month, and only that one
  const ordinal = (text: string) => (of === 'fr' ? text.replace(/(^|\s)1(?=\s)/, '$11er') : text);
  return {
    /** `2027-05-01` as “1er mai”. */
    day: (value: string) => ordinal(day.format(new Date(value))),
    /** `2027-05-01` as “samedi 1er mai 2027”. */
    fullDay: (value: string) => ordinal(fullDay.format(new Date(value))),
    /** `2011-05-03` as “03/05/2011”. */
    shortDay: (value: string) => shortDay.format(new Date(value)),
    /** An instant, as the clocks of the regatta show it. */
    moment: (value: string) => ordinal(moment.format(new Date(value))),
    /** An instant of today, as the visitor's clock shows it. */
    timeOfDay: (value: number) => timeOfDay.format(value),
    /** A time of the day of the races, `07:45:00`, as “7 h 45”. */
    clock: (value: string) => {
      const [hours = '', minutes = ''] = value.split(':');
      return of === 'fr' ? `${Number(hours)}\u00a0h\u00a0${minutes}` : `${hours}:${minutes}`;
    },
    /** Cents as “20 €”. */
    money: (cents: number) => euros.format(cents / 100),
    /** A number with two decimals at most: “26,75”. */
    decimal: (value: number) => decimal.format(value),
    /** “Port-Marly, Nantes et Lille”. */
    list: (items: readonly string[]) => list.format(items),
  };
}

const formats = computed(() => formatsOf(language.value));

/** The formats of the current language. */
export function useFormat() {
  return formats;
}
