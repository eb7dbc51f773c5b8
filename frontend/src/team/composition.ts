/** A crew as it is being composed: the boat, who sits where, the race. */
import { boatOf, seatsOf } from './boats';
import type { BoatClass, Crew } from './documents';

export interface Composition {
  boatClass: BoatClass | null;
  /** Identifier of the member in each position from bow, the cox last; null where nobody sits. */
  seats: (string | null)[];
  raceId: string | null;
  coxChange: boolean;
}

/** What is edited: the composition, and the crew that it began from. */
export interface Draft extends Composition {
  /** Version of the crew that the changes were begun from; none for a new one. */
  version: number | null;
}

export const EMPTY: Draft = { boatClass: null, seats: [], raceId: null, coxChange: false, version: null };

export function draftOf({ boatClass, seats, race, coxChange, version }: Crew): Draft {
  return {
    boatClass,
    seats: seats.map((seat) => seat.memberId),
    raceId: race?.id ?? null,
    coxChange,
    version,
  };
}

/** The composition in another boat: as many stay as there are seats, the cox at the rudder where there is one. */
export function inBoat(draft: Composition, boatClass: BoatClass): Composition {
  const boat = boatOf(boatClass);
  const before = draft.boatClass ? boatOf(draft.boatClass) : undefined;
  const rowers = draft.seats.slice(0, before?.rowers ?? 0);
  const seats: (string | null)[] = Array.from({ length: seatsOf(boat) }, (_, index) =>
    index < boat.rowers ? (rowers[index] ?? null) : null,
  );
  if (boat.coxed && before?.coxed) {
    seats[boat.rowers] = draft.seats[before.rowers] ?? null;
  }
  return { boatClass, seats, raceId: null, coxChange: boat.coxed && draft.coxChange };
}

/** The seats once somebody takes a position; whoever sat there goes where he came from. */
export function seated(seats: readonly (string | null)[], position: number, memberId: string): (string | null)[] {
  const leaving = seats[position - 1] ?? null;
  return seats.map((current, index) => {
    if (index === position - 1) {
      return memberId;
    }
    return current === memberId ? leaving : current;
  });
}

/** The seats once what two positions hold is exchanged. */
export function exchanged(seats: readonly (string | null)[], one: number, other: number): (string | null)[] {
  const after = [...seats];
  [after[one - 1], after[other - 1]] = [seats[other - 1] ?? null, seats[one - 1] ?? null];
  return after;
}

/** The first empty position after one, from bow again when there is none behind it; undefined in a full boat. */
export function nextEmpty(seats: readonly (string | null)[], after: number): number | undefined {
  const empty = seats.flatMap((memberId, index) => (memberId ? [] : [index + 1]));
  return empty.find((position) => position > after) ?? empty[0];
}

/** As the API takes it. */
export function inputOf({ boatClass, seats, raceId, coxChange }: Composition) {
  return {
    boatClass: boatClass!,
    seats: seats.flatMap((memberId, index) => (memberId ? [{ position: index + 1, memberId }] : [])),
    raceId,
    coxChange,
  };
}

/** The same boat, seats and race. */
export function same(one: Composition, other: Composition): boolean {
  return JSON.stringify(inputOf(one)) === JSON.stringify(inputOf(other));
}
