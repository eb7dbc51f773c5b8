// The JavaScript in resolvers/ is APPSYNC_JS: what AWS would refuse is refused here.
import appsync from '@aws-appsync/eslint-plugin';
import js from '@eslint/js';

const PRESENT = {
  Array: [],
  JSON: ['parse', 'stringify'],
  Math: ['ceil', 'floor', 'max', 'min', 'random', 'round'],
  Number: ['isFinite', 'isNaN'],
  Object: ['assign', 'entries', 'hasOwn', 'keys', 'values'],
};
const GLOBALS = ['console', 'undefined', ...Object.keys(PRESENT)];
// Everything that Node.js has and APPSYNC_JS has not.
const ABSENT_GLOBALS = Object.getOwnPropertyNames(globalThis).filter((name) => !GLOBALS.includes(name));
const ABSENT_METHODS = [
  'at', 'codePointAt', 'charCodeAt', 'includes', 'localeCompare', 'match', 'matchAll', 'normalize', 'padEnd',
  'padStart', 'repeat', 'substring', 'toSorted', 'with',
];
const ABSENT_METHOD = `[property.name=/^(${ABSENT_METHODS.join('|')})$/]`;
const OTHER_MODULES = '^(?!@aws-appsync/utils(/dynamodb)?$)';
const STATIC_MEMBERS = Object.entries(PRESENT).map(([name, members]) => ({
  selector: `MemberExpression[object.name="${name}"]:not([property.name=/^(${members.join('|')})$/])`,
  message: `APPSYNC_JS has only ${members.join(', ') || 'nothing'} of ${name}.`,
}));

export default [
  js.configs.recommended,
  appsync.configs.base,
  {
    languageOptions: { globals: Object.fromEntries(GLOBALS.map((name) => [name, 'readonly'])) },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'no-restricted-globals': ['error', ...ABSENT_GLOBALS],
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: OTHER_MODULES, message: 'AppSync offers no other module.' }] },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'ThrowStatement', message: 'APPSYNC_JS has no throw: use util.error.' },
        { selector: 'NewExpression', message: 'APPSYNC_JS has no new.' },
        { selector: 'ClassExpression', message: 'APPSYNC_JS has no classes.' },
        { selector: 'DoWhileStatement', message: 'APPSYNC_JS has no do: use for-of.' },
        { selector: 'ImportExpression', message: 'APPSYNC_JS has no import().' },
        {
          selector: `CallExpression > MemberExpression.callee${ABSENT_METHOD}:not([object.object.name="util"])`,
          message: 'APPSYNC_JS has no such method.',
        },
        {
          selector: 'CallExpression[callee.property.name="sort"][arguments.length>0]',
          message: 'In APPSYNC_JS sort takes no comparator.',
        },
        ...STATIC_MEMBERS,
      ],
    },
  },
];
