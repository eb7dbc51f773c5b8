// pipeline: lengths, page
import { util } from '@aws-appsync/utils';
import { query } from '@aws-appsync/utils/dynamodb';

export function request(ctx) {
  const { sub, groups } = ctx.identity;
  const { entityId, nextToken } = ctx.arguments;
  const isAdmin = (groups ?? []).indexOf('admins') >= 0;
  return query({
    query: { PK: { eq: `HISTORY#${entityId}` } },
    // What is handed over keeps its history: each manager sees the part of the own time.
    filter: isAdmin ? null : { managerId: { eq: sub } },
    scanIndexForward: false,
    consistentRead: true,
    limit: ctx.stash.limit,
    nextToken,
  });
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
