/** Parts of a page that come one after the other, so that a phone can answer its visitor in between. */
import { computed, onMounted, onUnmounted, ref } from 'vue';

/** How many of the parts are shown: none at first, then one more in each frame. */
export function useStages(count: number) {
  const shown = ref(0);
  const complete = computed(() => shown.value >= count);
  let frame: number;
  let timer: ReturnType<typeof setTimeout>;

  function next(): void {
    frame = requestAnimationFrame(() => {
      // what was shown last is painted first
      timer = setTimeout(() => {
        shown.value += 1;
        if (!complete.value) {
          next();
        }
      });
    });
  }

  onMounted(next);
  onUnmounted(() => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  });
  return { shown, complete };
}
