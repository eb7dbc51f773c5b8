import { util } from '@aws-appsync/utils';
import { query } from '@aws-appsync/utils/dynamodb';

export function request(ctx) {
  return query({ query: { PK: { eq: `EDITION#${ctx.source.year}` }, SK: { beginsWith: 'BOAT#' } } });
}

export function response(ctx) {
  if (ctx.error) {
    console.error(ctx.error);
    util.error('Something went wrong on our side: try again in a moment.', 'InternalFailure');
  }
  return ctx.result.items;
}
