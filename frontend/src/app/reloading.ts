/** Goes on to a page whose files could not be loaded, once they can be. */
import type { RouteLocationNormalized, Router } from 'vue-router';
import { connected, connectionLost, tryAgain } from '@/api/connection';

let wanted: RouteLocationNormalized | undefined;

/** A browser does not try again to load a module, before it loads the page anew. */
export function reloadWhenConnected(router: Router): void {
  router.onError(async (_, to, from) => {
    wanted = to;
    let cut = connectionLost.value;
    await tryAgain();
    cut ||= connectionLost.value;
    await connected();
    // whoever has gone elsewhere meanwhile stays there
    if (wanted !== to || router.currentRoute.value !== from) {
      return;
    }
    if (from.matched.length > 0) {
      // without a cut, the page's files have gone with an earlier version of the site: the new one has its own
      location.assign(to.fullPath);
    } else if (cut || !isReloaded()) {
      location.reload();
    }
  });
}

/** Whether the page was loaded anew already: what is missing then will not come by doing it again. */
function isReloaded(): boolean {
  const [loading] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  return loading?.type === 'reload';
}
