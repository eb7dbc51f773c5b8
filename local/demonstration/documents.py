"""The GraphQL documents that the demonstration sends."""

PROGRAMME = "{ edition { races { id code boatClass ageCategory masterLetter gender } } }"

CLUBS = "query ($limit: Int!) { clubs(limit: $limit) { items { name } } }"

VERSION = "query ($year: Int!) { edition(year: $year) { version } }"

ROSTER = "{ team { members(limit: 500) { items { id licence } } } }"

UPDATE_PROFILE = "mutation ($input: ProfileInput!) { updateProfile(input: $input) { id } }"

UPDATE_EDITION = """
mutation ($year: Int!, $version: Int!, $input: EditionInput!) {
  updateEdition(year: $year, version: $version, input: $input, confirmed: true) { year }
}
"""

IMPORT_MEMBERS = """
mutation ($csv: String!) {
  importMembers(csv: $csv, dryRun: false) { errors { line column read message } }
}
"""

CREATE_CREW = """
mutation ($input: CrewInput!) { createCrew(input: $input) { id status event seats { position } } }
"""

WITHDRAW_CREW = "mutation ($id: ID!) { withdrawCrew(id: $id, dryRun: false) { owed } }"
