/** What the API says of a file: which cells are wrong, and what an import would do. */
import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue';
import { connected, connectionLost } from '@/api/connection';
import { graphql, type ResultOf } from '@/api/graphql';
import type { Refusal } from '@/api/refusal';
import { tell } from '@/team/ask';
import { csvOf, type Grid } from './grid';

const MILLISECONDS_BETWEEN_CHANGES = 500;
const HEADER_LINE = 1;

const IMPORT_MEMBERS = graphql(`
  mutation ImportMembers($csv: String!, $dryRun: Boolean!) {
    importMembers(csv: $csv, dryRun: $dryRun) {
      rows
      created
      updated
      errors {
        line
        column
        read
        code
        message
        messageFr
      }
      resumeAt
    }
  }
`);
export type Import = ResultOf<typeof IMPORT_MEMBERS>['importMembers'];
export type CellError = Import['errors'][number];

export function useChecking(grid: Grid) {
  const result = shallowRef<Import>();
  const refusal = shallowRef<Refusal>();
  const checking = ref(false);
  const importing = ref(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let latest = 0;

  /** A dry run enters nobody: it is sent until the connection carries it. */
  async function check(): Promise<void> {
    latest += 1;
    const own = latest;
    checking.value = true;
    for (;;) {
      await connected();
      if (own !== latest) {
        return;
      }
      const answer = await tell(IMPORT_MEMBERS, { csv: csvOf(grid), dryRun: true });
      if (own !== latest) {
        return;
      }
      if (!answer.refusal || !connectionLost.value) {
        checking.value = false;
        refusal.value = answer.refusal;
        result.value = answer.data?.importMembers;
        return;
      }
    }
  }

  watch(
    () => csvOf(grid),
    (_, before) => {
      clearTimeout(timer);
      latest += 1;
      checking.value = grid.header.length > 0;
      if (checking.value) {
        timer = setTimeout(() => void check(), before === undefined ? 0 : MILLISECONDS_BETWEEN_CHANGES);
      }
    },
    { immediate: true },
  );
  onScopeDispose(() => {
    clearTimeout(timer);
    latest += 1;
  });

  /** Whether a licence stands in several rows: of these only the first would go in, and the next then replace it. */
  const licenceTwice = computed(() => result.value?.errors.some(({ code }) => code === 'LICENCE_TWICE') ?? false);

  /** What keeps the whole file from being read. */
  const fileErrors = computed(() =>
    (result.value?.errors ?? []).filter(({ line, column }) => line === HEADER_LINE && column === null),
  );

  /** The errors of a row, from 0. */
  function errorsOf(row: number): CellError[] {
    return (result.value?.errors ?? []).filter(({ line }) => line === row + HEADER_LINE + 1);
  }

  /** Enters the rows that are right, and says how many people that were; undefined when it was refused. */
  async function enter(): Promise<{ created: number; updated: number; bad: Set<number> } | undefined> {
    importing.value = true;
    const done = { created: 0, updated: 0, bad: new Set<number>() };
    let last: Import | undefined;
    do {
      const answer = await tell(IMPORT_MEMBERS, { csv: csvOf(grid), dryRun: false });
      refusal.value = answer.refusal;
      last = answer.data?.importMembers;
      done.created += last?.created ?? 0;
      done.updated += last?.updated ?? 0;
      last?.errors.forEach(({ line }) => done.bad.add(line - HEADER_LINE - 1));
      // a long file takes several calls, each going on where the one before ended
    } while (last?.resumeAt);
    importing.value = false;
    return refusal.value ? undefined : done;
  }

  return { result, refusal, checking, importing, licenceTwice, fileErrors, errorsOf, check, enter };
}
