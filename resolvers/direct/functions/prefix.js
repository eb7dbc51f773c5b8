import { runtime, util } from '@aws-appsync/utils';

// Letters that no decomposition takes apart, as they are typed without them.
const LETTERS = [
  ['ß', 'ss'],
  ['ς', 'σ'],
  ['œ', 'oe'],
  ['æ', 'ae'],
  ['ø', 'o'],
  ['ł', 'l'],
  ['đ', 'd'],
  ['ð', 'd'],
  ['þ', 'th'],
  ['ı', 'i'],
  ['’', "'"],
  ['ʼ', "'"],
];

/**
 * Puts `startsWith` into `ctx.stash.prefix`, folded as `resolvers/regatta/names.py` folds the names in keys;
 * empty when there is none.
 */
export function request(ctx) {
  const typed = ctx.arguments.startsWith ?? '';
  let folded = util.str.normalize(typed, 'nfkd').replaceAll('\\p{M}', '').toLowerCase();
  for (const [letter, plain] of LETTERS) {
    folded = folded.replaceAll(letter, plain);
  }
  ctx.stash.prefix = folded.replaceAll('\\s+', ' ').trim();
  runtime.earlyReturn(null);
}

export function response() {
  return null;
}
