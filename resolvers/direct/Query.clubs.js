// pipeline: lengths, page, prefix
import { util } from '@aws-appsync/utils';
import { query } from '@aws-appsync/utils/dynamodb';

export function request(ctx) {
  const { limit, prefix } = ctx.stash;
  const { nextToken } = ctx.arguments;
  const clubs = { PK: { eq: 'CLUBS' } };
  return query({ query: prefix ? { ...clubs, SK: { beginsWith: prefix } } : clubs, limit, nextToken });
}

export function response(ctx) {
  if (ctx.error?.type === 'DynamoDB:UserIllegalArgumentException') {
    const info = { field: 'nextToken', code: 'UNKNOWN_TOKEN' };
    util.error('nextToken comes from another query: leave it out to start over.', 'Invalid', null, info);
  }
  if (ctx.error) {
    console.error(ctx.error);
    util.error('Something went wrong on our side: try again in a moment.', 'InternalFailure');
  }
  return ctx.result;
}
