// pipeline: lengths
import { util } from '@aws-appsync/utils';
import { get } from '@aws-appsync/utils/dynamodb';

export function request(ctx) {
  return get({ key: { PK: `MANAGER#${ctx.arguments.id}`, SK: 'PROFILE' }, consistentRead: true });
}

export function response(ctx) {
  if (ctx.error) {
    console.error(ctx.error);
    util.error('Something went wrong on our side: try again in a moment.', 'InternalFailure');
  }
  return ctx.result;
}
