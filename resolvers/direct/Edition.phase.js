import { runtime, util } from '@aws-appsync/utils';

/** Only compares: the instants are stored with the settings, all of one length, so they compare as text. */
export function request(ctx) {
  const { registrationOpens, registrationCloses, paymentCloses } = ctx.source.instants;
  const now = util.time.nowISO8601();
  if (now < registrationOpens) {
    runtime.earlyReturn('BEFORE_REGISTRATION');
  }
  if (now < registrationCloses) {
    runtime.earlyReturn('REGISTRATION');
  }
  runtime.earlyReturn(now < paymentCloses ? 'PAYMENT_ONLY' : 'CLOSED');
}

export function response() {
  return null;
}
