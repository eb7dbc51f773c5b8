/** Days, times and amounts as each language writes them. */
import { computed } from 'vue';
import { language, type Language } from '.';

const LOCALES: Record<Language, string> = { fr: 'fr-FR', en: 'en-GB' };
const REGATTA_ZONE = 'Europe/Paris';

/** Makes something when it is first asked for: formatters take a phone some milliseconds each. */
function lazily<Made>(make: () => Made): () => Made {
  let made: Made | undefined;
  return () => (made ??= make());
}

function formatsOf(of: Language) {
  const locale = LOCALES[of];
  const dates = (options: Intl.DateTimeFormatOptions) => lazily(() => new Intl.DateTimeFormat(locale, options));
  const numbers = (options: Intl.NumberFormatOptions) => lazily(() => new Intl.NumberFormat(locale, options));
  const day = dates({ day: 'numeric', month: 'long', timeZone: 'UTC' });
  const fullDay = dates({ dateStyle: 'full', timeZone: 'UTC' });
  const shortDay = dates({ dateStyle: 'short', timeZone: 'UTC' });
  const moment = dates({ dateStyle: 'long', timeStyle: 'short', timeZone: REGATTA_ZONE });
  const regattaDay = dates({ day: 'numeric', month: 'long', timeZone: REGATTA_ZONE });
  const euros = numbers({ style: 'currency', currency: 'EUR', trailingZeroDisplay: 'stripIfInteger' });
  const decimal = numbers({ maximumFractionDigits: 2 });
  const list = lazily(() => new Intl.ListFormat(locale, { type: 'conjunction' }));
  // French counts the first day of a month, and only that one
  const ordinal = (text: string) => (of === 'fr' ? text.replace(/(^|\s)1(?=\s)/, '$11er') : text);
  // “07:45” as “7 h 45”
  const time = (text: string) => (of === 'fr' ? text.replace(/0?(\d+):(\d\d)/, '$1\u00a0h\u00a0$2') : text);
  return {
    /** `2027-05-01` as “1er mai”. */
    day: (value: string) => ordinal(day().format(new Date(value))),
    /** `2027-05-01` as “samedi 1er mai 2027”. */
    fullDay: (value: string) => ordinal(fullDay().format(new Date(value))),
    /** `2011-05-03` as “03/05/2011”. */
    shortDay: (value: string) => shortDay().format(new Date(value)),
    /** An instant, as the clocks of the regatta show it. */
    moment: (value: string) => time(ordinal(moment().format(new Date(value)))),
    /** The day of an instant, in milliseconds, where the regatta is. */
    dayOf: (value: number) => ordinal(regattaDay().format(value)),
    /** A time of the day of the races, `07:45:00`, as “7 h 45”. */
    clock: (value: string) => time(value.slice(0, 5)),
    /** Cents as “20 €”. */
    money: (cents: number) => euros().format(cents / 100),
    /** A number with two decimals at most: “26,75”. */
    decimal: (value: number) => decimal().format(value),
    /** “Port-Marly, Nantes et Lille”. */
    list: (items: readonly string[]) => list().format(items),
  };
}

const formats = computed(() => formatsOf(language.value));

/** The formats of the current language. */
export function useFormat() {
  return formats;
}
