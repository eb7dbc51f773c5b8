import { describe, expect, it } from 'vitest';
import { joined } from '@/pages/account/parts';

describe('parts of what is held on a manager', () => {
  it.each([
    ['what stands in one only', { profile: { id: 'a' } }, { history: [1] }, { profile: { id: 'a' }, history: [1] }],
    ['lists of both', { history: [1] }, { history: [2, 3] }, { history: [1, 2, 3] }],
    [
      'lists within both',
      { teams: { 2026: { members: [1] }, 2027: { members: [2] } } },
      { teams: { 2027: { members: [3], crews: [4] } } },
      { teams: { 2026: { members: [1] }, 2027: { members: [2, 3], crews: [4] } } },
    ],
    ['nothing', {}, {}, {}],
  ])('%s', (_, one, other, whole) => {
    expect(joined(one, other)).toEqual(whole);
  });
});
