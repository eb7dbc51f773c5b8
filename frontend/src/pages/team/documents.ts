/** What only the page of the team reads. */
import { graphql } from '@/api/graphql';

export const OVERVIEW = graphql(`
  query Overview {
    team {
      balance {
        due
        paid
        credit
        seats
        paidSeats
      }
      notifications(limit: 20) {
        items {
          id
          kind
          crewId
          message
          messageFr
          createdAt
          readAt
        }
      }
    }
  }
`);

export const READ_NOTIFICATION = graphql(`
  mutation ReadNotification($id: ID!) {
    readNotification(id: $id) {
      id
      readAt
    }
  }
`);
