import { runtime, util } from '@aws-appsync/utils';

/** Puts whose team is meant into `ctx.stash.managerId`: `managerId` for an organiser, else whoever asks. */
export function request(ctx) {
  const { sub, groups } = ctx.identity;
  const managerId = ctx.arguments.managerId ?? sub;
  if (managerId !== sub && (groups ?? []).indexOf('admins') < 0) {
    util.error('Only organisers act for another manager: leave managerId out.', 'Unauthorized');
  }
  ctx.stash.managerId = managerId;
  runtime.earlyReturn(null);
}

export function response() {
  return null;
}
