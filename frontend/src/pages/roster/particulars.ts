/** What a manager says of a person, as the form has it. */
import type { FieldFault } from '@/i18n/refusals';
import type { Member } from '@/team/documents';

export interface Particulars {
  lastName: string;
  firstName: string;
  dateOfBirth: string;
  /** Empty until it is chosen. */
  gender: Member['gender'] | '';
  licence: string;
  licenceKind: Member['licenceKind'];
  club: string;
  upgradeCertificate: boolean;
  /** Version of the member that the form began from; 0 for a new one. */
  version: number;
}

export function particularsOf(member: Member | undefined, club: string): Particulars {
  return {
    lastName: member?.lastName ?? '',
    firstName: member?.firstName ?? '',
    dateOfBirth: member?.dateOfBirth ?? '',
    gender: member?.gender ?? '',
    licence: member?.licence ?? '',
    licenceKind: member?.licenceKind ?? 'FFA',
    club: member?.club ?? club,
    upgradeCertificate: member?.upgradeCertificate ?? false,
    version: member?.version ?? 0,
  };
}

/**
 * Filled in, and a date as the API reads one, whose years have four digits.
 *
 * @param unreadable - whether something stands in the field that is no date; `day` is empty then.
 */
export function dateOfBirth(day: string, unreadable: boolean): FieldFault | undefined {
  if (!day && !unreadable) {
    return { code: 'EMPTY' };
  }
  return /^\d{4}-/.test(day) ? undefined : { code: 'DATE' };
}

/** The fields in which two differ. */
export function differing(one: Particulars, other: Particulars): (keyof Particulars)[] {
  const fields = Object.keys(one) as (keyof Particulars)[];
  return fields.filter((field) => field !== 'version' && one[field] !== other[field]);
}
