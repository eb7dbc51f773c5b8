/** What a page reads before it can be shown, and again when something has changed. */
import { ref, shallowRef, type Ref, type ShallowRef } from 'vue';
import type { Refusal } from '@/api/refusal';
import { ask, type Answer } from './ask';
import { CREWS_PAGE, MEMBERS_PAGE, type Crew, type Member } from './documents';

export interface Loaded<Value> {
  /** Undefined until it was read once; stays while it is read again. */
  value: Readonly<ShallowRef<Value | undefined>>;
  refusal: Readonly<ShallowRef<Refusal | undefined>>;
  busy: Readonly<Ref<boolean>>;
  load: () => Promise<void>;
}

/** Reads at once; when it is read anew meanwhile, the older answer is dropped. */
export function useLoaded<Value>(read: () => Promise<Answer<Value>>): Loaded<Value> {
  const value = shallowRef<Value>();
  const refusal = shallowRef<Refusal>();
  const busy = ref(false);
  let latest = 0;

  async function load(): Promise<void> {
    latest += 1;
    const own = latest;
    busy.value = true;
    const answer = await read();
    if (own !== latest) {
      return;
    }
    busy.value = false;
    refusal.value = answer.refusal;
    if (!answer.refusal) {
      value.value = answer.data;
    }
  }

  void load();
  return { value, refusal, busy, load };
}

/** The roster, in the order of entry. */
export function useMembers(): Loaded<Member[]> {
  return useLoaded(() =>
    everyPage(async (nextToken) => {
      const answer = await ask(MEMBERS_PAGE, { nextToken });
      return answer.refusal ? answer : { data: answer.data.team.members };
    }),
  );
}

/** The crews, in the order of entry. */
export function useCrews(): Loaded<Crew[]> {
  return useLoaded(() =>
    everyPage(async (nextToken) => {
      const answer = await ask(CREWS_PAGE, { nextToken });
      return answer.refusal ? answer : { data: answer.data.team.crews };
    }),
  );
}

type Page<Item> = { items: Item[]; nextToken: string | null } | null;

async function everyPage<Item>(read: (token: string | null) => Promise<Answer<Page<Item>>>): Promise<Answer<Item[]>> {
  const items: Item[] = [];
  let token: string | null = null;
  do {
    const answer: Answer<Page<Item>> = await read(token);
    if (answer.refusal) {
      return answer;
    }
    items.push(...(answer.data?.items ?? []));
    token = answer.data?.nextToken ?? null;
  } while (token);
  return { data: items };
}
