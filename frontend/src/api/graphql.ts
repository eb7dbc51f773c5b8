/** The documents of the API: `graphql(...)` takes one and knows the types of its answer and its variables. */
import { initGraphQLTada } from 'gql.tada';
import type { introspection } from './schema';

export const graphql = initGraphQLTada<{
  introspection: introspection;
  scalars: {
    AWSDate: string;
    AWSDateTime: string;
    AWSEmail: string;
    AWSJSON: string;
    AWSTime: string;
    ID: string;
  };
  disableMasking: true;
}>();

export type { ResultOf, VariablesOf } from 'gql.tada';

/** An enum of the schema: `Enum<'Phase'>`. */
export type Enum<Name extends Parameters<typeof graphql.scalar>[0]> = ReturnType<typeof graphql.scalar<Name>>;
