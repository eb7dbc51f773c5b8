import { runtime, util } from '@aws-appsync/utils';

const MOST = 200;

/** Refuses what is longer than anything the table has by name, before DynamoDB refuses it as a key. */
export function request(ctx) {
  for (const field of ['entityId', 'id', 'managerId', 'startsWith']) {
    if ((ctx.arguments[field] ?? '').length > MOST) {
      util.error(`${field} has ${MOST} characters at most.`, 'Invalid', null, { field, code: 'TOO_LONG' });
    }
  }
  runtime.earlyReturn(null);
}

export function response() {
  return null;
}
