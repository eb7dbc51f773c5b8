/** The client of the API: with the token of whoever is signed in, else with the key of the public. */
import { Client, cacheExchange, fetchExchange, mapExchange } from '@urql/core';
import { shallowRef } from 'vue';
import { accessToken, endSession, session } from '@/auth/session';
import { configuration } from './configuration';
import { connected, connectionLost, request } from './connection';

const UNAUTHORIZED = 401;

/** Asks once; what is to be written is never sent twice. */
const ask: typeof fetch = async (_, init) => {
  const { graphqlEndpoint, apiKey } = await noted(configuration());
  const headers = new Headers(init?.headers);
  const token = session.value && (await noted(accessToken()));
  headers.set(token ? 'authorization' : 'x-api-key', token || apiKey);
  const answer = await request(graphqlEndpoint, { ...init, headers });
  if (answer.status === UNAUTHORIZED && token) {
    endSession('EXPIRED');
  }
  return answer;
};

/** Asks until the connection carries the question. */
const askPatiently: typeof fetch = async (input, init) => {
  for (;;) {
    try {
      return await ask(input, init);
    } catch (problem) {
      if (!connectionLost.value || init?.signal?.aborted) {
        throw problem;
      }
      await connected();
    }
  }
};

/** What `work` gives; when it fails, a request of ours notes whether the connection is lost. */
async function noted<Value>(work: Promise<Value>): Promise<Value> {
  try {
    return await work;
  } catch (problem) {
    await request('/config.json', { cache: 'no-store' });
    throw problem;
  }
}

function newClient(): Client {
  return new Client({
    // the address is known once the configuration is read, which is when something is asked
    url: '/graphql',
    preferGetMethod: false,
    exchanges: [
      mapExchange({
        onOperation: (operation) => ({
          ...operation,
          context: { ...operation.context, fetch: operation.kind === 'mutation' ? ask : askPatiently },
        }),
      }),
      cacheExchange,
      fetchExchange,
    ],
  });
}

export const client = shallowRef(newClient());

/** Forgets every answer: they are another's, once somebody signed in or out. */
export function forgetAnswers(): void {
  client.value = newClient();
}
