/** What the home page shows of the current edition. */
import { useQuery } from '@urql/vue';
import { computed } from 'vue';
import { graphql, type ResultOf } from '@/api/graphql';
import { refusalOf } from '@/api/refusal';

const EDITION = graphql(`
  query HomeEdition {
    edition {
      year
      phase
      calendar { registrationOpens registrationCloses paymentDeadline competitionDay }
      tariff { participationFee boatRentalPerSeat skiffRentalFactor earlyBirdFee earlyBirdUntil }
      capacity { marathon semiMarathon }
      startListSettings { marathonStart semiMarathonStart semiMarathonInterval }
      races { id event code codeFr name nameFr boatClass }
    }
  }
`);

export type HomeEdition = NonNullable<ResultOf<typeof EDITION>['edition']>;

export function useHomeEdition() {
  const { data, error } = useQuery({ query: EDITION });
  return {
    /** Undefined until it is there, and while there is none. */
    edition: computed(() => data.value?.edition ?? undefined),
    /** Whether the API said that there is no edition yet. */
    none: computed(() => data.value?.edition === null),
    refusal: computed(() => refusalOf(error.value)),
  };
}
