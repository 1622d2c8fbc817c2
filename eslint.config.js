import security from 'eslint-plugin-security';
import tseslint from 'typescript-eslint';

// Only error or off: a warning is read by nobody. A comment cannot switch a rule off.

const environment = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'Settings are read in src/config.ts alone.',
};
const clock = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Ask src/base/clock.ts, which tests can set.',
  },
  {
    selector: "MemberExpression[object.name='Date'][property.name='now']",
    message: 'Ask src/base/clock.ts, which tests can set.',
  },
];
const database = [
  {
    selector: "CallExpression[callee.property.name='transaction']",
    message: 'Write with inTransaction(), which queues SQLite’s one writer.',
  },
  {
    selector: "CallExpression[callee.property.name='findOrCreate']",
    message: 'findOrCreate opens a transaction of its own: use INSERT … ON CONFLICT.',
  },
  {
    selector: "Property[key.name='replacements']",
    message: 'A replacement after `-` binds NULL in silence: use bind.',
  },
];
const restricted = (...rules) => ({ 'no-restricted-syntax': ['error', ...rules] });

const strict = {
  '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
  // Express 5 takes the promise of a handler, and Sequelize that of a hook.
  '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
  // Names are cut into characters on purpose; Han characters are one code point each.
  '@typescript-eslint/no-misused-spread': 'off',
  // `async` also promises that what is thrown becomes a rejection.
  '@typescript-eslint/require-await': 'off',
  '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
  '@typescript-eslint/consistent-type-imports': 'error',
  '@typescript-eslint/switch-exhaustiveness-check': [
    'error',
    { considerDefaultExhaustiveForUnions: true },
  ],
  '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
};

const everywhere = {
  eqeqeq: 'error',
  'no-console': 'error',
  'no-eval': 'error',
  'no-param-reassign': 'error',
  'no-var': 'error',
  'object-shorthand': 'error',
  'prefer-const': 'error',
  'no-restricted-imports': [
    'error',
    { patterns: [{ regex: '^\\.{1,2}/.*\\.js$', message: 'Import the .ts file.' }] },
  ],
  'security/detect-bidi-characters': 'error',
  'security/detect-buffer-noassert': 'error',
  'security/detect-disable-mustache-escape': 'error',
  'security/detect-eval-with-expression': 'error',
  'security/detect-new-buffer': 'error',
  'security/detect-pseudoRandomBytes': 'error',
  'security/detect-unsafe-regex': 'error',
};

export default tseslint.config(
  { ignores: ['node_modules/', 'dist/', 'data/', 'public/', 'coverage/'] },
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  tseslint.configs.strictTypeChecked,
  {
    plugins: { security },
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: { ...strict, ...everywhere },
  },
  {
    files: ['src/**', 'migrations/**', 'seeders/**', 'bench/**'],
    rules: {
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
      ...restricted(...database),
    },
  },
  { files: ['src/**'], rules: restricted(environment, ...clock, ...database) },
  { files: ['migrations/**', 'seeders/**'], rules: restricted(environment, ...database) },
  { files: ['src/base/**'], rules: restricted(environment, ...clock) },
  { files: ['src/base/clock.ts'], rules: restricted(environment) },
  { files: ['src/config.ts'], rules: restricted(...clock, ...database) },
  { files: ['src/client/**'], rules: restricted(environment) },
  {
    files: ['src/main.ts', 'scripts/**', 'bench/**', 'test/run.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['test/**'],
    rules: {
      // Chai asks its questions as properties, and a test may say that a row is there.
      '@typescript-eslint/no-unused-expressions': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      'security/detect-unsafe-regex': 'off', // nobody from outside writes what a test reads
    },
  },
  {
    files: ['test/**/*.test.ts', 'test/factories.ts'],
    rules: restricted(environment),
  },
  {
    files: ['**/*.js'],
    ...tseslint.configs.disableTypeChecked,
  },
);
