/** An account whose address is not yet confirmed: what the confirmation still needs. */
import type { ConsentVersions } from './cognito';

const KEY = 'pending-account';

export interface PendingAccount {
  email: string;
  consents?: ConsentVersions;
}

/** Only in memory: whoever reloads the page types it again. */
let password: string | undefined;

export function keepPending(account: PendingAccount, itsPassword?: string): void {
  password = itsPassword;
  sessionStorage.setItem(KEY, JSON.stringify(account));
}

export function pendingAccount(): PendingAccount | undefined {
  const kept = sessionStorage.getItem(KEY);
  return kept ? (JSON.parse(kept) as PendingAccount) : undefined;
}

/** The password given at sign-up, as long as the page was not left. */
export function pendingPassword(): string | undefined {
  return password;
}

export function forgetPending(): void {
  password = undefined;
  sessionStorage.removeItem(KEY);
}
