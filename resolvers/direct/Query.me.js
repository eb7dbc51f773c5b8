import { util } from '@aws-appsync/utils';
import { get } from '@aws-appsync/utils/dynamodb';

export function request(ctx) {
  return get({ key: { PK: `MANAGER#${ctx.identity.sub}`, SK: 'PROFILE' }, consistentRead: true });
}

export function response(ctx) {
  if (ctx.error) {
    console.error(ctx.error);
    util.error('Something went wrong on our side: try again in a moment.', 'InternalFailure');
  }
  if (!ctx.result) {
    const info = { type: 'Manager', id: ctx.identity.sub };
    util.error('There is no profile yet: save one.', 'NotFound', null, info);
  }
  return ctx.result;
}
