// pipeline: lengths, whose, year
import { runtime, util } from '@aws-appsync/utils';

/** Only says whose team of which edition is meant: each field of it reads what it needs. */
export function request(ctx) {
  const { managerId, year } = ctx.stash;
  if (year === null) {
    util.error('No edition is current.', 'NotFound', null, { type: 'Edition', id: 'CURRENT' });
  }
  runtime.earlyReturn({ managerId, year });
}

export function response() {
  return null;
}
