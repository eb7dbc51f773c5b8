/** What can be done with the roster. */
import { graphql } from '@/api/graphql';
import { MEMBER } from '@/team/documents';

export const CREATE_MEMBER = graphql(
  `
    mutation CreateMember($input: MemberInput!) {
      createMember(input: $input) {
        ...MemberParts
      }
    }
  `,
  [MEMBER],
);

export const UPDATE_MEMBER = graphql(
  `
    mutation UpdateMember($id: ID!, $input: MemberInput!, $version: Int!) {
      updateMember(id: $id, input: $input, version: $version) {
        ...MemberParts
      }
    }
  `,
  [MEMBER],
);

export const DELETE_MEMBER = graphql(`
  mutation DeleteMember($id: ID!) {
    deleteMember(id: $id) {
      id
    }
  }
`);

export const COPY_ROSTER = graphql(`
  mutation CopyRoster($fromYear: Int!) {
    copyRoster(fromYear: $fromYear) {
      rows
      created
      errors {
        read
        message
        messageFr
      }
      resumeAt
    }
  }
`);

export const EDITION_YEARS = graphql(`
  query EditionYears {
    editions {
      year
    }
  }
`);
