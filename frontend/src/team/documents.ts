/** What the pages of a team read of the API: members, crews, and the season they are entered for. */
import { graphql, type Enum, type ResultOf } from '@/api/graphql';

export type Action = Enum<'Action'>;
export type AgeCategory = Enum<'AgeCategory'>;
export type BoatClass = Enum<'BoatClass'>;
export type CrewStatus = Enum<'CrewStatus'>;
export type LicenceState = Enum<'LicenceState'>;
export type Missing = Enum<'Missing'>;

export const ISSUE = graphql(`
  fragment IssueParts on Issue {
    id
    text
    state
  }
`);

export const MEMBER = graphql(
  `
    fragment MemberParts on Member {
      id
      firstName
      lastName
      dateOfBirth
      gender
      age
      category
      club
      licence
      licenceKind
      licenceState
      upgradeCertificate
      crewId
      issues {
        ...IssueParts
      }
      version
    }
  `,
  [ISSUE],
);
export type Member = ResultOf<typeof MEMBER>;

export const RACE = graphql(`
  fragment RaceParts on Race {
    id
    order
    event
    code
    codeFr
    name
    nameFr
    boatClass
  }
`);
export type Race = ResultOf<typeof RACE>;

export const PRICE = graphql(`
  fragment PriceParts on Price {
    lines {
      code
      label
      labelFr
      quantity
      unit
      amount
    }
    total
    paid
    due
    credit
    frozen
  }
`);
export type Price = ResultOf<typeof PRICE>;

export const CATEGORY = graphql(`
  fragment CategoryParts on CrewCategory {
    age
    gender
    averageAge
    masterLetter
  }
`);
export type CrewCategory = ResultOf<typeof CATEGORY>;

export const CREW = graphql(
  `
    fragment CrewParts on Crew {
      id
      number
      boatClass
      event
      race {
        ...RaceParts
      }
      seats {
        position
        role
        memberId
        firstName
        lastName
        gender
        age
        club
      }
      coxChange
      status
      missing
      category {
        ...CategoryParts
      }
      clubs
      multiClub
      price {
        ...PriceParts
      }
      boatRequest {
        state
        boatId
        comment
        assignedHull
        assignedComment
      }
      licenceState
      issues {
        ...IssueParts
      }
      coxSwaps
      bow
      startsAt
      declineUntil
      version
    }
  `,
  [RACE, CATEGORY, PRICE, ISSUE],
);
export type Crew = ResultOf<typeof CREW>;

export const MEMBERS_PAGE = graphql(
  `
    query MembersPage($nextToken: String) {
      team {
        members(limit: 500, nextToken: $nextToken) {
          items {
            ...MemberParts
          }
          nextToken
        }
      }
    }
  `,
  [MEMBER],
);

export const CREWS_PAGE = graphql(
  `
    query CrewsPage($nextToken: String) {
      team {
        crews(limit: 100, nextToken: $nextToken) {
          items {
            ...CrewParts
          }
          nextToken
        }
      }
    }
  `,
  [CREW],
);

export const SEASON = graphql(`
  query Season {
    edition {
      year
      phase
      calendar {
        registrationOpens
        registrationCloses
        paymentDeadline
        competitionDay
      }
      permissions {
        action
        phase
        allowed
      }
    }
    team {
      managerId
      club
      grants {
        until
        revokedAt
      }
    }
  }
`);
export type Edition = NonNullable<ResultOf<typeof SEASON>['edition']>;
