/** The profile of whoever is signed in. */
import { graphql } from '@/api/graphql';

export const PROFILE = graphql(`
  query Profile {
    me {
      id
      firstName
      lastName
      email
      phone
      club
      language
      createdAt
      consents { kind version givenAt }
    }
  }
`);

export const UPDATE_PROFILE = graphql(`
  mutation UpdateProfile($input: ProfileInput!) {
    updateProfile(input: $input) { id firstName lastName phone club language version }
  }
`);
