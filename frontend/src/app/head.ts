/** What the page says of itself to browsers and search engines. */
import { nextTick, watchEffect } from 'vue';
import type { Router } from 'vue-router';
import { hasMessage, i18n, LANGUAGES, language } from '@/i18n';

/** Keeps title, description, language and canonical address those of the page that is shown. */
export function keepHead(router: Router): void {
  watchEffect(() => {
    const { meta, path } = router.currentRoute.value;
    const { t } = i18n.global;
    document.documentElement.lang = language.value;
    if (!meta.page) {
      return;
    }
    const title = t(`${meta.page}.title`);
    document.title = path === '/' ? title : `${title} – ${t('common.regatta')}`;
    const description = `${meta.page}.description`;
    element('meta', 'name', 'description').content = t(hasMessage(description) ? description : 'common.description');
    element('meta', 'name', 'robots').content = meta.public ? 'index, follow' : 'noindex';
    const address = location.origin + path;
    element('link', 'rel', 'canonical').href = address;
    for (const other of LANGUAGES) {
      element('link', 'hreflang', other).href = `${address}?lang=${other}`;
      element('link', 'hreflang', other).rel = 'alternate';
    }
  });
  router.afterEach(async (to, from, failure) => {
    if (failure || to.path === from.path || !from.matched.length) {
      return;
    }
    await nextTick();
    // a screen reader goes on where the new page begins
    document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
  });
}

function element<Name extends 'meta' | 'link'>(name: Name, attribute: string, value: string): HTMLElementTagNameMap[Name] {
  const found = document.head.querySelector<HTMLElementTagNameMap[Name]>(`${name}[${attribute}="${value}"]`);
  if (found) {
    return found;
  }
  const made = document.createElement(name);
  made.setAttribute(attribute, value);
  document.head.append(made);
  return made;
}
