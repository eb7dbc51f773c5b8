/** How much room the window has. */
import { onScopeDispose, ref, type Ref } from 'vue';

/** Whether two columns fit beside each other. */
export function useWide(): Ref<boolean> {
  const query = matchMedia('(width >= 60rem)');
  const wide = ref(query.matches);
  const note = () => (wide.value = query.matches);
  query.addEventListener('change', note);
  onScopeDispose(() => query.removeEventListener('change', note));
  return wide;
}
