/** The versions of the texts that managers agree to: a change of a text changes its version. */
import type { Enum } from '@/api/graphql';

export const TEXT_VERSIONS: Record<Enum<'ConsentKind'>, string> = { PRIVACY: '2027-1', TERMS: '2027-1' };
