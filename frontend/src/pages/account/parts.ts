/** The parts in which the API gives everything that is held on a manager. */

export type Held = Readonly<Record<string, unknown>>;

/** Two parts in one: lists that both have are put one behind the other, whatever has parts itself is joined. */
export function joined(one: Held, other: Held): Held {
  const whole: Record<string, unknown> = { ...one };
  for (const [name, value] of Object.entries(other)) {
    const before = whole[name];
    if (Array.isArray(before) && Array.isArray(value)) {
      whole[name] = [...(before as unknown[]), ...(value as unknown[])];
    } else {
      whole[name] = isHeld(before) && isHeld(value) ? joined(before, value) : value;
    }
  }
  return whole;
}

function isHeld(value: unknown): value is Held {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
