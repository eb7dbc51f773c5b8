import { runtime, util } from '@aws-appsync/utils';

/**
 * Puts `startsWith` into `ctx.stash.prefix`, folded as `resolvers/regatta/names.py` folds the names in keys;
 * empty when there is none. Patterns are Java's, whose \s knows no no-break space.
 */
export function request(ctx) {
  const lower = (ctx.arguments.startsWith ?? '').toLowerCase();
  const spelt = lower
    .replaceAll('ß', 'ss')
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .replaceAll('ø', 'o')
    .replaceAll('ł', 'l')
    .replaceAll('đ', 'd');
  const spaced = spelt.replaceAll('[\\s\\p{Z}]+', ' ').trim();
  ctx.stash.prefix = util.str.normalize(spaced, 'nfd').replaceAll('\\p{M}', '');
  runtime.earlyReturn(null);
}

export function response() {
  return null;
}
