/** The language of the site: one at a time, its messages loaded page by page. */
import { createI18n, registerMessageResolver, type Path } from 'petite-vue-i18n';
import { computed } from 'vue';

export const LANGUAGES = ['fr', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Name of a file in `locales/fr` and `locales/en`; its messages stand under that name, or its first word. */
export type MessageFile = string;

type Messages = Record<string, unknown>;
const KEY = 'language';
const COMMON: MessageFile = 'common';
const FILES = import.meta.glob<Messages>('../locales/*/*.json', { import: 'default' });

/** The message at `page.part.name`; null where there is none. */
function resolve(messages: unknown, path: Path): unknown {
  return path.split('.').reduce((at: unknown, name) => (at as Messages | null | undefined)?.[name] ?? null, messages);
}

/** French is singular below two; of three forms the first is for none. */
function frenchPlural(count: number, forms: number): number {
  const form = count < 2 ? 0 : 1;
  return forms > 2 && count > 0 ? form + 1 : form;
}

registerMessageResolver(resolve as Parameters<typeof registerMessageResolver>[0]);

export const i18n = createI18n({
  legacy: false,
  locale: chosen(),
  pluralRules: { fr: frenchPlural },
});

const loaded: Record<Language, Set<MessageFile>> = { fr: new Set(), en: new Set() };

/** The language that the page is in. */
export const language = computed(() => i18n.global.locale.value as Language);

/** Whether there is a message for a key that the API had a part in. */
export function hasMessage(key: string): boolean {
  return resolve(i18n.global.getLocaleMessage(language.value), key) !== null;
}

/** Loads the messages of pages, in the current language; what is there already costs nothing. */
export async function loadMessages(files: readonly MessageFile[], into = language.value): Promise<void> {
  const missing = [COMMON, ...files].filter((file) => !loaded[into].has(file));
  await Promise.all(
    missing.map(async (file) => {
      const load = FILES[`../locales/${into}/${file}.json`];
      if (!load) {
        throw new Error(`There is no src/locales/${into}/${file}.json`);
      }
      i18n.global.mergeLocaleMessage(into, await load());
      loaded[into].add(file);
    }),
  );
}

/** Remembers a language, and puts the site into it; fails when its messages can't be loaded. */
export async function speak(wanted: Language): Promise<void> {
  localStorage.setItem(KEY, wanted);
  await loadMessages([...loaded[language.value]], wanted);
  i18n.global.locale.value = wanted;
}

/** By the address, else what was chosen before, else the browser's; French when nothing says English. */
function chosen(): Language {
  const wishes = [new URLSearchParams(location.search).get('lang'), localStorage.getItem(KEY), ...navigator.languages];
  for (const wish of wishes) {
    const found = LANGUAGES.find((item) => wish?.toLowerCase().startsWith(item));
    if (found) {
      return found;
    }
  }
  return 'fr';
}
