/** Parts of a page that come one after the other, so that a phone can answer its visitor in between. */
import { computed, onMounted, onUnmounted, ref, watch } from 'vue';

/**
 * How many of the parts are there: none at first, then one more in each frame.
 *
 * @param ready - what the first of them waits for.
 */
export function useStages(count: number, ready = () => true) {
  const reached = ref(0);
  const complete = computed(() => reached.value >= count);
  let frame: number;
  let timer: ReturnType<typeof setTimeout>;

  function next(): void {
    if (complete.value) {
      return;
    }
    frame = requestAnimationFrame(() => {
      // what came last is painted first
      timer = setTimeout(() => {
        reached.value += 1;
        next();
      });
    });
  }

  onMounted(() => watch(ready, (isReady) => isReady && next(), { immediate: true }));
  onUnmounted(() => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  });
  return { reached, complete };
}
