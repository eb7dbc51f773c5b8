import { util } from '@aws-appsync/utils';
import { get } from '@aws-appsync/utils/dynamodb';

export function request(ctx) {
  const key = { PK: `MANAGER#${ctx.source.managerId}`, SK: 'PROFILE' };
  return get({ key, consistentRead: true });
}

export function response(ctx) {
  if (ctx.error) {
    console.error(ctx.error);
    util.error('Something went wrong on our side: try again in a moment.', 'InternalFailure');
  }
  if (!ctx.result) {
    const info = { type: 'Manager', id: ctx.source.managerId };
    util.error('The manager has no profile.', 'NotFound', null, info);
  }
  return ctx.result.club;
}
