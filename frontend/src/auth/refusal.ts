/** What sign-in says when it does not do what was asked, as a refusal of the API would be. */
import { FAILURE, NO_CONNECTION, type Refusal } from '@/api/refusal';

/**
 * @param problem - what Amplify threw; its name is Cognito's.
 * @param meanings - what a name means here: Cognito gives several refusals the same one.
 */
export function accountRefusal(problem: unknown, meanings: Record<string, string> = {}): Refusal {
  const { name } = problem as Error;
  if (name === 'NetworkError' || problem instanceof TypeError) {
    return { type: NO_CONNECTION, info: {} };
  }
  return { type: meanings[name] ?? name ?? FAILURE, info: {} };
}

/** Does something with Cognito; its refusal when there is one. */
export async function attempt(
  work: () => Promise<unknown>,
  meanings?: Record<string, string>,
): Promise<Refusal | undefined> {
  try {
    await work();
    return undefined;
  } catch (problem) {
    return accountRefusal(problem, meanings);
  }
}
