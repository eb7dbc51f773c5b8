/**
 * Who is signed in, in this tab, and for how long yet.
 *
 * Signing in itself, with Amplify, is loaded when first needed: `cognito.ts`.
 */
import { computed, readonly, shallowRef } from 'vue';

export const IDLE_MINUTES = 30;
export const LONGEST_MINUTES = 5 * 60;

const KEY = 'session';
const MINUTE = 60_000;

export interface Session {
  /** Identifier of the person (sub). */
  managerId: string;
  email: string;
  groups: readonly string[];
  /** When the person signed in, in milliseconds. */
  startedAt: number;
  /** When the person last did something. */
  activeAt: number;
}

export type EndReason = 'SIGNED_OUT' | 'ERASED' | 'IDLE' | 'TOO_LONG' | 'EXPIRED';

const current = shallowRef(stored());
const ending = shallowRef<EndReason>();

/** The session; undefined while nobody is signed in. */
export const session = readonly(current);
/** Why the last session ended. */
export const endReason = readonly(ending);
export const isSignedIn = computed(() => current.value !== undefined);
export const isAdmin = computed(() => current.value?.groups.includes('admins') ?? false);

/** Begins the session of whoever has just signed in. */
export function beginSession(who: Pick<Session, 'managerId' | 'email' | 'groups'>): void {
  const now = Date.now();
  ending.value = undefined;
  keep({ ...who, startedAt: now, activeAt: now });
}

/** Notes that the person is there. */
export function touchSession(): void {
  if (current.value) {
    keep({ ...current.value, activeAt: Date.now() });
  }
}

/** Ends the session here and makes its tokens worthless. */
export function endSession(reason: EndReason): void {
  if (!current.value) {
    return;
  }
  ending.value = reason;
  current.value = undefined;
  sessionStorage.removeItem(KEY);
  void import('./cognito').then((cognito) => cognito.signOut()).catch(() => undefined);
}

/** The token that the API takes; null once it can't be had any more, which ends the session. */
export async function accessToken(): Promise<string | null> {
  const cognito = await import('./cognito');
  const token = await cognito.accessToken();
  if (!token) {
    endSession('EXPIRED');
  }
  return token;
}

/** When the session ends unless the person does something, and the moment at which it ends anyway. */
export function endsAt({ startedAt, activeAt }: Session): { idle: number; longest: number } {
  return { idle: activeAt + IDLE_MINUTES * MINUTE, longest: startedAt + LONGEST_MINUTES * MINUTE };
}

/** Ends the session when its time is over. */
export function endWhenOver(): void {
  if (current.value) {
    const { idle, longest } = endsAt(current.value);
    const now = Date.now();
    if (now >= Math.min(idle, longest)) {
      endSession(now < longest ? 'IDLE' : 'TOO_LONG');
    }
  }
}

function keep(value: Session): void {
  current.value = value;
  sessionStorage.setItem(KEY, JSON.stringify(value));
}

function stored(): Session | undefined {
  const text = sessionStorage.getItem(KEY);
  return text ? (JSON.parse(text) as Session) : undefined;
}

endWhenOver();
