/** Saving a crew, also half-done, and what to do when somebody else was faster. */
import { ref, shallowRef } from 'vue';
import { graphql } from '@/api/graphql';
import type { Refusal } from '@/api/refusal';
import { tell } from '@/team/ask';
import { CREW, type Crew } from '@/team/documents';
import { inputOf, type Draft } from '@/team/composition';

const CREATE_CREW = graphql(
  `
    mutation CreateCrew($input: CrewInput!) {
      createCrew(input: $input) {
        ...CrewParts
      }
    }
  `,
  [CREW],
);

const UPDATE_CREW = graphql(
  `
    mutation UpdateCrew($id: ID!, $input: CrewInput!, $version: Int!) {
      updateCrew(id: $id, input: $input, version: $version) {
        ...CrewParts
      }
    }
  `,
  [CREW],
);

export function useSaving(crewId: string | undefined) {
  const busy = ref(false);
  const refusal = shallowRef<Refusal>();

  /** The crew as it was saved; undefined when that was refused. */
  async function save(draft: Draft): Promise<Crew | undefined> {
    busy.value = true;
    refusal.value = undefined;
    try {
      return crewId === undefined ? await create(draft) : await update(crewId, draft);
    } finally {
      busy.value = false;
    }
  }

  async function create(draft: Draft): Promise<Crew | undefined> {
    const answer = await tell(CREATE_CREW, { input: inputOf(draft) });
    refusal.value = answer.refusal;
    return answer.data?.createCrew;
  }

  async function update(id: string, draft: Draft): Promise<Crew | undefined> {
    const answer = await tell(UPDATE_CREW, { id, input: inputOf(draft), version: draft.version ?? 0 });
    refusal.value = answer.refusal;
    return answer.data?.updateCrew;
  }

  return { busy, refusal, save };
}
