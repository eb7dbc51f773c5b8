/** Short news at the edge of the window, which go away by themselves. */
import { reactive, readonly } from 'vue';

const SECONDS_SHOWN = 8;

export interface Notice {
  id: number;
  kind: 'success' | 'error';
  text: string;
}

const shown = reactive<Notice[]>([]);
let latest = 0;

export const notices = readonly(shown);

/** Shows a sentence, already in the visitor's language. */
export function notify(text: string, kind: Notice['kind'] = 'success'): void {
  latest += 1;
  const id = latest;
  shown.push({ id, kind, text });
  setTimeout(() => dismiss(id), SECONDS_SHOWN * 1000);
}

export function dismiss(id: number): void {
  const index = shown.findIndex((notice) => notice.id === id);
  if (index >= 0) {
    shown.splice(index, 1);
  }
}
