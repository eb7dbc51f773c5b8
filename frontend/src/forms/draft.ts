/** What somebody has typed into a form, kept for him through a reload of the page. */
import { reactive, toRaw, watch } from 'vue';
import { session } from '@/auth/session';

const PREFIX = 'draft:';

/**
 * The values of a form: those of the draft, where whoever is signed in has one, else the first.
 *
 * @param key - of the form, and of what it edits. Passwords have no place in it.
 */
export function useDraft<Values extends object>(key: string, first: Values) {
  const name = `${PREFIX}${session.value?.managerId ?? ''}:${key}`;
  const kept = sessionStorage.getItem(name);
  const values = reactive({ ...first, ...(kept ? (JSON.parse(kept) as Partial<Values>) : {}) }) as Values;
  watch(values, () => sessionStorage.setItem(name, JSON.stringify(toRaw(values))), { flush: 'sync' });
  return {
    values,
    /** Whether the values come from before the reload. */
    restored: kept !== null,
    /** Forgets the draft: it was sent, or thrown away. */
    forget: () => sessionStorage.removeItem(name),
  };
}

/** Forgets every draft: whoever comes next in this tab is another. */
export function forgetDrafts(): void {
  for (const name of Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX))) {
    sessionStorage.removeItem(name);
  }
}
