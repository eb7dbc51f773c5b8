/** What a manager says of a person: the day of birth. */
import { describe, expect, it } from 'vitest';
import { dateOfBirth } from '../src/pages/roster/particulars';

describe('a date of birth', () => {
  it.each([
    ['is right', '1991-01-14', false, undefined],
    ['is missing', '', false, 'EMPTY'],
    ['is no day of the calendar, of which the field has no value', '', true, 'DATE'],
    ['has a year of five digits, which the API can’t read', '22000-01-14', false, 'DATE'],
  ])('%s', (_, day, unreadable, code) => {
    expect(dateOfBirth(day, unreadable)?.code).toBe(code);
  });
});
