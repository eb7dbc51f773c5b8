/** The rules that fields of several forms share; the API checks the same and has the last word. */
import type { FieldFault } from '@/i18n/refusals';

const EMAIL = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@([A-Za-z0-9-]{1,63}\.)+[A-Za-z0-9-]{2,63}$/;
const PHONE = /^\+[1-9][0-9]{6,14}$/;
const FRENCH_NUMBER = /^0[1-9][0-9]{8}$/;

export const LONGEST_NAME = 60;
export const LONGEST_CLUB = 100;

/** Not empty, and no longer than what is kept. */
export function text(value: string, longest: number): FieldFault | undefined {
  const length = value.trim().length;
  if (length === 0) {
    return { code: 'EMPTY' };
  }
  return length > longest ? { code: 'TOO_LONG', longest } : undefined;
}

/** The rules of what every manager says of himself. */
export const MANAGER = {
  firstName: ({ firstName }: { firstName: string }) => text(firstName, LONGEST_NAME),
  lastName: ({ lastName }: { lastName: string }) => text(lastName, LONGEST_NAME),
  club: ({ club }: { club: string }) => text(club, LONGEST_CLUB),
};

export function email(value: string): FieldFault | undefined {
  if (!value.trim()) {
    return { code: 'EMPTY' };
  }
  return EMAIL.test(value.trim()) ? undefined : { code: 'EMAIL' };
}

/** A number as people write it, in E.164; a French one may go without its prefix. */
export function phoneNumber(value: string): string {
  const digits = value.replace(/\(0\)|[\s().\-/]/g, '').replace(/^00/, '+');
  return FRENCH_NUMBER.test(digits) ? `+33${digits.slice(1)}` : digits;
}

export function phone(value: string): FieldFault | undefined {
  return PHONE.test(phoneNumber(value)) ? undefined : { code: 'PHONE' };
}

/** The rules of a password, and whether each is met. */
export function passwordRules(value: string): { code: string; met: boolean }[] {
  return [
    { code: 'length', met: value.length >= 12 },
    { code: 'lower', met: /[a-z]/.test(value) },
    { code: 'upper', met: /[A-Z]/.test(value) },
    { code: 'digit', met: /[0-9]/.test(value) },
    { code: 'symbol', met: /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+\- ]/.test(value.trim()) },
  ];
}

export function password(value: string): FieldFault | undefined {
  return passwordRules(value).every((rule) => rule.met) ? undefined : { code: 'PASSWORD' };
}

export function code(value: string): FieldFault | undefined {
  return /^\d{6}$/.test(value.replace(/\s/g, '')) ? undefined : { code: 'CODE' };
}
