import { runtime, util } from '@aws-appsync/utils';
import { get } from '@aws-appsync/utils/dynamodb';

/** Puts the year asked for, or that of the current edition, into `ctx.stash.year`: null when there is none. */
export function request(ctx) {
  ctx.stash.year = ctx.arguments.year ?? null;
  if (ctx.stash.year !== null) {
    runtime.earlyReturn(null);
  }
  return get({ key: { PK: 'EDITIONS', SK: 'CURRENT' } });
}

export function response(ctx) {
  if (ctx.error) {
    console.error(ctx.error);
    util.error('Something went wrong on our side: try again in a moment.', 'InternalFailure');
  }
  ctx.stash.year = ctx.result?.year ?? null;
  return null;
}
