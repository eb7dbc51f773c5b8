// pipeline: year
import { runtime, util } from '@aws-appsync/utils';
import { get } from '@aws-appsync/utils/dynamodb';

export function request(ctx) {
  const { year } = ctx.stash;
  if (year === null) {
    runtime.earlyReturn(null);
  }
  return get({ key: { PK: 'EDITIONS', SK: `${year}` } });
}

export function response(ctx) {
  if (ctx.error) {
    console.error(ctx.error);
    util.error('Something went wrong on our side: try again in a moment.', 'InternalFailure');
  }
  return ctx.result;
}
