/** What the API says when it does not do what was asked, as one value. */
import type { CombinedError } from '@urql/core';

/** The connection failed, which is no answer of the API. */
export const NO_CONNECTION = 'NoConnection';
/** The connection failed after something was to be changed: nobody here knows whether it was. */
export const ANSWER_LOST = 'AnswerLost';
/** Nobody foresaw this; `info.requestId` may say which request it was. */
export const FAILURE = 'InternalFailure';

export interface Refusal {
  /** The `errorType` of the API, `NoConnection`, `AnswerLost` or `InternalFailure`. */
  type: string;
  /** The figures that explain it. */
  info: Record<string, unknown>;
}

interface AppSyncError {
  errorType?: string | null;
  errorInfo?: Record<string, unknown> | null;
}

/** The first refusal in an error of the client; undefined without one. */
export function refusalOf(error: CombinedError | undefined): Refusal | undefined {
  if (!error) {
    return undefined;
  }
  const [first] = error.graphQLErrors;
  if (!first) {
    return { type: error.response ? FAILURE : NO_CONNECTION, info: {} };
  }
  const { errorType, errorInfo } = (first.originalError ?? first) as AppSyncError;
  return { type: errorType || FAILURE, info: errorInfo ?? {} };
}
