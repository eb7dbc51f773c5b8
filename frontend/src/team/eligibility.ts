/** What the crew would be as it stands, asked of the API while it changes. */
import { onScopeDispose, ref, shallowRef, watch } from 'vue';
import { graphql, type ResultOf } from '@/api/graphql';
import type { Refusal } from '@/api/refusal';
import { ask } from './ask';
import { CATEGORY, PRICE, RACE } from './documents';
import { inputOf, type Composition } from './composition';

const MILLISECONDS_BETWEEN_CHANGES = 200;

const ELIGIBILITY = graphql(
  `
    query Eligibility($boatClass: BoatClass!, $seats: [SeatInput!]!, $raceId: ID, $coxChange: Boolean, $crewId: ID) {
      eligibility(boatClass: $boatClass, seats: $seats, raceId: $raceId, coxChange: $coxChange, crewId: $crewId) {
        category {
          ...CategoryParts
        }
        provisional
        allowed {
          ...RaceParts
        }
        refused {
          race {
            ...RaceParts
          }
          code
          message
          messageFr
          details
        }
        price {
          ...PriceParts
        }
        clubs
        coxSwaps
        coxSubstitutes
        missing
      }
    }
  `,
  [CATEGORY, RACE, PRICE],
);
export type Eligibility = ResultOf<typeof ELIGIBILITY>['eligibility'];

/**
 * The judgement of a composition; the last one of the same boat stays in sight until the next is there.
 *
 * @param composition - asked about again, a moment after its last change; undefined asks nothing.
 * @param crewId - of the crew being edited.
 */
export function useEligibility(composition: () => Composition | undefined, crewId: () => string | undefined) {
  const judgement = shallowRef<Eligibility>();
  const refusal = shallowRef<Refusal>();
  const busy = ref(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking: AbortController | undefined;

  async function judge(asked: Composition): Promise<void> {
    const own = new AbortController();
    asking = own;
    const answer = await ask(ELIGIBILITY, { ...inputOf(asked), crewId: crewId() ?? null }, own.signal);
    // an answer to an older question says nothing of the boat as it is now
    if (asking !== own) {
      return;
    }
    busy.value = false;
    refusal.value = answer.refusal;
    if (!answer.refusal) {
      judgement.value = answer.data.eligibility;
    }
  }

  function later(wait: number): void {
    clearTimeout(timer);
    asking?.abort();
    asking = undefined;
    const asked = composition();
    busy.value = asked !== undefined;
    if (asked) {
      timer = setTimeout(() => void judge(asked), wait);
    }
  }

  watch(
    () => JSON.stringify([composition() ?? null, crewId()]),
    (_, before) => later(before === undefined ? 0 : MILLISECONDS_BETWEEN_CHANGES),
    { immediate: true },
  );
  watch(
    () => composition()?.boatClass,
    () => (judgement.value = undefined),
  );
  onScopeDispose(() => {
    clearTimeout(timer);
    asking?.abort();
    asking = undefined;
  });

  return { judgement, refusal, busy, again: () => later(0) };
}
