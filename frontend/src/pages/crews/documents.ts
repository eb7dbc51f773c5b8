/** What can be done with a crew that is entered. */
import { graphql } from '@/api/graphql';
import { CREW } from '@/team/documents';

export const SUBSTITUTE = graphql(
  `
    mutation Substitute($crewId: ID!, $position: Int!, $memberId: ID!, $version: Int!) {
      substituteMember(crewId: $crewId, position: $position, memberId: $memberId, version: $version) {
        ...CrewParts
      }
    }
  `,
  [CREW],
);

export const WITHDRAW = graphql(
  `
    mutation Withdraw($id: ID!, $dryRun: Boolean!) {
      withdrawCrew(id: $id, dryRun: $dryRun) {
        crew {
          ...CrewParts
        }
        owed
        dropped
        freedMembers
        freedBoat
      }
    }
  `,
  [CREW],
);

export const DELETE_CREW = graphql(`
  mutation DeleteCrew($id: ID!) {
    deleteCrew(id: $id) {
      id
    }
  }
`);

export const DECLINE_PLACE = graphql(`
  mutation DeclinePlace($crewId: ID!) {
    declinePlace(crewId: $crewId) {
      id
      status
    }
  }
`);
