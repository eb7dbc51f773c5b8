/** What differs between environments, read once from the site's own address. */

export interface Configuration {
  region: string;
  graphqlEndpoint: string;
  realtimeEndpoint: string;
  apiKey: string;
  userPoolId: string;
  userPoolClientId: string;
  /** Where Cognito is, when it is not at AWS. */
  cognitoEndpoint?: string;
  authFlow: 'USER_SRP_AUTH' | 'USER_PASSWORD_AUTH';
  stripePublishableKey?: string;
}

let reading: Promise<Configuration> | undefined;

/** The configuration; asked for again after a failure. */
export function configuration(): Promise<Configuration> {
  reading ??= read().catch((problem: unknown) => {
    reading = undefined;
    throw problem;
  });
  return reading;
}

async function read(): Promise<Configuration> {
  const answer = await fetch('/config.json');
  if (!answer.ok) {
    throw new TypeError(`/config.json: ${answer.status}`);
  }
  return (await answer.json()) as Configuration;
}
