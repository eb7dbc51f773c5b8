import { util } from '@aws-appsync/utils';
import { query } from '@aws-appsync/utils/dynamodb';

export function request() {
  // Years sort before the pointer CURRENT, which lies in the same partition.
  return query({ query: { PK: { eq: 'EDITIONS' }, SK: { lt: 'CURRENT' } } });
}

export function response(ctx) {
  if (ctx.error) {
    console.error(ctx.error);
    util.error('Something went wrong on our side: try again in a moment.', 'InternalFailure');
  }
  return ctx.result.items;
}
