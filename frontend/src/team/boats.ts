/** The boat classes: their seats, and how they are rowed. */
import type { BoatClass } from './documents';

export interface BoatKind {
  boatClass: BoatClass;
  event: 'MARATHON' | 'SEMI_MARATHON';
  /** As rowers write it. */
  notation: string;
  rowers: number;
  coxed: boolean;
  /** Two oars each rather than one. */
  sculled: boolean;
}

/** In the order in which they are offered. */
export const BOATS: readonly BoatKind[] = [
  { boatClass: 'SKIFF', event: 'MARATHON', notation: '1x', rowers: 1, coxed: false, sculled: true },
  { boatClass: 'COXED_QUAD', event: 'SEMI_MARATHON', notation: '4x+', rowers: 4, coxed: true, sculled: true },
  { boatClass: 'QUAD', event: 'SEMI_MARATHON', notation: '4x-', rowers: 4, coxed: false, sculled: true },
  { boatClass: 'COXED_FOUR', event: 'SEMI_MARATHON', notation: '4+', rowers: 4, coxed: true, sculled: false },
  { boatClass: 'FOUR', event: 'SEMI_MARATHON', notation: '4-', rowers: 4, coxed: false, sculled: false },
  { boatClass: 'EIGHT', event: 'SEMI_MARATHON', notation: '8+', rowers: 8, coxed: true, sculled: false },
  { boatClass: 'OCTUPLE', event: 'SEMI_MARATHON', notation: '8x+', rowers: 8, coxed: true, sculled: true },
];

export function boatOf(boatClass: BoatClass): BoatKind {
  return BOATS.find((kind) => kind.boatClass === boatClass)!;
}

export function seatsOf(boat: BoatKind): number {
  return boat.rowers + (boat.coxed ? 1 : 0);
}

export function isCox(boat: BoatKind, position: number): boolean {
  return position > boat.rowers;
}
