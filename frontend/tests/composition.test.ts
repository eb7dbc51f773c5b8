import { describe, expect, it } from 'vitest';
import { exchanged, inBoat, inputOf, nextEmpty, seated } from '../src/team/composition';

const quad = { boatClass: 'COXED_QUAD' as const, seats: ['a', 'b', null, 'd', 'cox'], raceId: '019', coxChange: true };

describe('another boat', () => {
  it.each([
    ['an eight keeps all, the cox at the rudder', 'EIGHT', ['a', 'b', null, 'd', null, null, null, null, 'cox'], true],
    ['a boat without a cox leaves him ashore', 'QUAD', ['a', 'b', null, 'd'], false],
    ['a skiff keeps bow', 'SKIFF', ['a'], false],
  ] as const)('%s', (_, boatClass, seats, coxChange) =>
    expect(inBoat(quad, boatClass)).toEqual({ boatClass, seats, raceId: null, coxChange }),
  );
});

describe('a seat taken', () => {
  it.each([
    ['an empty one', 3, 'c', ['a', 'b', 'c', 'd', 'cox']],
    ['from somebody, who leaves the boat', 1, 'x', ['x', 'b', null, 'd', 'cox']],
    ['from somebody of the boat: the two swap', 1, 'd', ['d', 'b', null, 'a', 'cox']],
    ['an empty one, by somebody of the boat', 3, 'a', [null, 'b', 'a', 'd', 'cox']],
  ] as const)('%s', (_, position, memberId, seats) => expect(seated(quad.seats, position, memberId)).toEqual(seats));
});

it('two seats exchange who sits in them', () => {
  expect(exchanged(quad.seats, 2, 3)).toEqual(['a', null, 'b', 'd', 'cox']);
});

describe('the next seat to fill', () => {
  it.each([
    ['behind', [null, 'b', null], 2, 3],
    ['from bow again', [null, 'b', 'c'], 2, 1],
    ['none in a full boat', ['a', 'b'], 1, undefined],
  ] as const)('%s', (_, seats, after, next) => expect(nextEmpty(seats, after)).toBe(next));
});

it('the API is told of the filled seats only', () => {
  expect(inputOf(quad).seats.map(({ position }) => position)).toEqual([1, 2, 4, 5]);
});
