/** Everything that is held on the manager and the team: asked for part by part, put together, and saved. */
import { graphql } from '@/api/graphql';
import { ask, type Answer } from '@/team/ask';
import { joined, type Held } from './parts';

const MY_DATA = graphql(`
  query MyData($after: String) {
    myData(after: $after)
  }
`);

const SECONDS_TO_READ = 60;

/** All parts in one, or why there is none. */
export async function allMyData(): Promise<Answer<Held>> {
  let whole: Held = {};
  let after: string | undefined;
  do {
    const { data, refusal } = await ask(MY_DATA, { after });
    if (refusal) {
      return { refusal };
    }
    const { next, ...part } = JSON.parse(data.myData) as Held & { next?: string };
    whole = joined(whole, part);
    after = next;
  } while (after !== undefined);
  return { data: whole };
}

/** Lets the browser save it as a file that people can read too. */
export function save(held: Held, name: string): void {
  const address = URL.createObjectURL(new Blob([JSON.stringify(held, undefined, 2)], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // Safari reads it a moment later
  setTimeout(() => URL.revokeObjectURL(address), SECONDS_TO_READ * 1000);
}
