import { util } from '@aws-appsync/utils';

/** Sends the Lambda function of a field what a resolver without code would send it. */
export function request(ctx) {
  return {
    operation: 'Invoke',
    payload: {
      arguments: ctx.arguments,
      identity: ctx.identity,
      source: ctx.source,
      request: ctx.request,
      prev: ctx.prev,
      info: ctx.info,
      stash: ctx.stash,
    },
  };
}

/** Opens the envelope of the function: its result, or its refusal as an error of the API. */
export function response(ctx) {
  // The function failed before its handler could answer: what happened is for the log alone.
  if (ctx.error) {
    console.error(ctx.error);
    util.error('Something went wrong on our side: try again in a moment.', 'InternalFailure');
  }
  const { refusal, result } = ctx.result;
  if (refusal) {
    util.error(refusal.message, refusal.type, null, refusal.info);
  }
  return result;
}
