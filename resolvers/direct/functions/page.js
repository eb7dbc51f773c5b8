import { runtime, util } from '@aws-appsync/utils';

const SHORT_PAGES = ['history', 'notifications'];

/** Puts the items of a page into `ctx.stash.limit`: as many as asked for, and no more than the field allows. */
export function request(ctx) {
  const [usual, most] = SHORT_PAGES.indexOf(ctx.info.fieldName) < 0 ? [100, 500] : [50, 200];
  const limit = ctx.arguments.limit ?? usual;
  if (limit < 1) {
    util.error('limit is 1 or more.', 'Invalid', null, { field: 'limit', code: 'OUT_OF_RANGE' });
  }
  ctx.stash.limit = Math.min(limit, most);
  runtime.earlyReturn(null);
}

export function response() {
  return null;
}
