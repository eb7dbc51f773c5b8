/** Questions and orders to the API, each answered by what came of it or by the refusal. */
import type { AnyVariables, DocumentInput, OperationResult } from '@urql/core';
import { client } from '@/api/client';
import { ANSWER_LOST, NO_CONNECTION, refusalOf, type Refusal } from '@/api/refusal';

export type Answer<Data> = { data: Data; refusal?: undefined } | { data?: undefined; refusal: Refusal };

/** Reads, as things stand now: what another person has just changed must show. */
export async function ask<Data, Variables extends AnyVariables>(
  document: DocumentInput<Data, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Answer<Data>> {
  const context = { requestPolicy: 'network-only' as const, fetchOptions: { signal } };
  return answerOf(await client.value.query(document, variables, context).toPromise());
}

/** Changes something, or says what a change would do: `dryRun`. */
export async function tell<Data, Variables extends AnyVariables>(
  document: DocumentInput<Data, Variables>,
  variables: Variables,
): Promise<Answer<Data>> {
  const answer = answerOf(await client.value.mutation(document, variables).toPromise());
  const { dryRun } = (variables ?? {}) as { dryRun?: boolean };
  return answer.refusal?.type === NO_CONNECTION && !dryRun ? { refusal: { type: ANSWER_LOST, info: {} } } : answer;
}

function answerOf<Data>({ data, error }: OperationResult<Data, AnyVariables>): Answer<Data> {
  const refusal = refusalOf(error);
  if (refusal) {
    return { refusal };
  }
  if (data === undefined || data === null) {
    throw new Error('The API answered neither data nor an error.');
  }
  return { data };
}
