/** Whether the site can be reached, and the wait until it can again. */
import { readonly, ref, watch } from 'vue';

const SECONDS_BETWEEN_ATTEMPTS = 4;

const lost = ref(!navigator.onLine);
/** True from the first request that did not get through to the first that does. */
export const connectionLost = readonly(lost);

let attempt: ReturnType<typeof setTimeout> | undefined;

addEventListener('offline', () => (lost.value = true));
addEventListener('online', () => void tryAgain());
watch(
  lost,
  (isLost) => {
    clearTimeout(attempt);
    if (isLost) {
      planAttempt();
    }
  },
  { immediate: true, flush: 'sync' },
);

/** Asks as `fetch` does, and notes whether the request got through. A request given up says nothing. */
export async function request(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  try {
    const answer = await fetch(input, init);
    lost.value = false;
    return answer;
  } catch (problem) {
    if (!init?.signal?.aborted) {
      lost.value = true;
    }
    throw problem;
  }
}

/** Resolves once the connection is there. */
export function connected(): Promise<void> {
  return new Promise((resolve) => {
    const stop = watch(
      lost,
      (isLost) => {
        if (!isLost) {
          queueMicrotask(() => stop());
          resolve();
        }
      },
      { immediate: true, flush: 'sync' },
    );
  });
}

/** Tries now rather than at the next attempt. */
export async function tryAgain(): Promise<void> {
  // HEAD: what the page was told to load ahead would answer GET, with or without a connection
  await request('/config.json', { method: 'HEAD', cache: 'no-store' }).catch(() => undefined);
  if (lost.value) {
    planAttempt();
  }
}

function planAttempt(): void {
  clearTimeout(attempt);
  attempt = setTimeout(() => void tryAgain(), SECONDS_BETWEEN_ATTEMPTS * 1000);
}
