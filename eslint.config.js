import { defineConfig, globalIgnores } from 'eslint/config';
import { configs as lit } from 'eslint-plugin-lit';
import { configs as wc } from 'eslint-plugin-wc';
import ts from 'typescript-eslint';

/**
 * Which room may import from which, as in the tree: elements → flow → client → protocol. Rooms are reached by relative
 * paths alone, so that a pattern on the path decides.
 *
 * `no-restricted-imports` is one rule, and the last setting for a file wins as a whole: each call lists everything.
 */
const arrows = (...bans) => ({ '@typescript-eslint/no-restricted-imports': ['error', { patterns: bans }] });
const ban = (regex, message, allowTypeImports = false) => ({ regex, message, allowTypeImports });

const rooms = ['protocol', 'otp', 'qr', 'client', 'flow', 'controllers', 'elements', 'i18n', 'styles'];
const outOfRoom = (...allowed) =>
  ban(
    `^(\\.\\./)+(${rooms.filter((room) => !allowed.includes(room)).join('|')})/`,
    `This folder imports from ${allowed.join(', ') || 'no other'}.`,
  );
const noOtherRooms = ban('^(\\.\\./)+(server|demo|test)/', 'A widget knows neither its server nor its demo.');
const noServerPackages = ban('^(node:|zod|express|otpauth|kysely|pino|helmet)', 'This runs in a page.');
const noLit = ban('^(lit|@lit|lit-html|lit-element)(/|$)', 'This folder is pure: no Lit, no DOM.');
const noRawMarkup = ban(
  '^lit(-html)?/(directives/(unsafe-html|unsafe-svg|unsafe-mathml|style-map)|static-html)',
  'Raw markup is an injection, and inline styles break a strict content policy.',
);
const noPeerClasses = ban('^\\.\\./[^./]+/[^/]+-element\\.js$', "Elements do not know each other's classes.", true);

const serverShare = ban(
  '^(\\.\\./)+(demo|test|widget/(?!protocol/))',
  'The server shares the protocol with the widget, no more.',
);
const noReference = ban('^(\\.\\./)+reference/', 'The reference host is what an adopter replaces.');
const coreOnly = [
  ban('^(\\.\\./)+(adapters|reference)/', 'Core knows no adapter.'),
  ban(
    '^(express|express-rate-limit|helmet|kysely|pg|better-sqlite3|nodemailer|prom-client|pino|zod|node:https?)(/|$)',
    'Core has no framework, no database and no transport.',
  ),
];

const page = [noOtherRooms, noServerPackages, noRawMarkup];
const dom = ['window', 'document', 'navigator', 'location', 'customElements', 'HTMLElement', 'localStorage', 'fetch'];

const markup = [
  ['innerHTML', 'insertAdjacentHTML', 'setHTMLUnsafe', 'createContextualFragment'].map((name) => ({
    selector: `MemberExpression[property.name='${name}']`,
    message: 'Text goes into a page as text.',
  })),
  {
    selector: "CallExpression[callee.object.name='document'][callee.property.name=/^write/]",
    message: 'Not in a page.',
  },
].flat();

const partialRuns = [
  {
    selector: 'MemberExpression[object.name=/^(describe|it|test|suite)$/][property.name=/^(only|skip|todo)$/]',
    message: 'Every test runs, or is removed.',
  },
  {
    selector:
      'CallExpression[callee.name=/^(describe|it|test|suite)$/] > ObjectExpression > Property[key.name=/^(only|skip|todo)$/]',
    message: 'Every test runs, or is removed.',
  },
  { selector: "MemberExpression[property.name='waitForTimeout']", message: 'Wait for what you expect, not for time.' },
];

export default defineConfig(
  globalIgnores(['dist/', 'data/', 'coverage/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [ts.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      'no-duplicate-imports': ['error', { allowSeparateTypeImports: true }],
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true, named: true, defaultFrom: true } }],
      eqeqeq: 'error',
      'no-restricted-properties': ['error', { object: 'Math', property: 'random', message: 'Use a secure source.' }],
    },
  },

  // Rooms
  {
    files: ['widget/**/*.ts', 'server/**/*.ts'],
    // A library does not write into other people's consoles, and a server writes through its log.
    rules: { 'no-console': 'error' },
  },
  // What only a developer can mend, and nobody else could tell them: two copies on a page, a refused endpoint.
  {
    files: ['widget/elements/define-element.ts', 'widget/controllers/back-end-controller.ts'],
    rules: { 'no-console': ['error', { allow: ['warn'] }] },
  },
  // Where faults go in an app that gives no log.
  { files: ['server/core/log.ts'], rules: { 'no-console': ['error', { allow: ['warn', 'error'] }] } },
  { files: ['widget/**/*.ts'], rules: arrows(...page) },
  { files: ['widget/{protocol,otp,qr}/**/*.ts'], rules: arrows(...page, noLit, outOfRoom()) },
  { files: ['widget/{styles,i18n}/**/*.ts'], rules: arrows(...page, outOfRoom()) },
  { files: ['widget/client/**/*.ts'], rules: arrows(...page, noLit, outOfRoom('protocol')) },
  { files: ['widget/flow/**/*.ts'], rules: arrows(...page, noLit, outOfRoom('client', 'protocol')) },
  { files: ['widget/flow/flow-controller.ts'], rules: arrows(...page, outOfRoom('client', 'protocol')) },
  { files: ['widget/elements/**/*.ts'], rules: arrows(...page, noPeerClasses) },
  {
    files: ['widget/{protocol,otp,qr,flow}/**/*.ts'],
    ignores: ['widget/flow/flow-controller.ts'],
    rules: {
      'no-restricted-globals': ['error', ...dom.map((name) => ({ name, message: 'This folder is pure: no DOM.' }))],
    },
  },
  // A code or a method that is added is then named by the compiler in each switch.
  {
    files: ['server/**/*.ts'],
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { allowDefaultCaseForExhaustiveSwitch: false, considerDefaultExhaustiveForUnions: false },
      ],
    },
  },
  {
    files: ['server/**/*.ts'],
    rules: arrows(serverShare, ban('^\\./reference/', 'What adopters import does not know the reference host.')),
  },
  // reference → adapters → core: the use cases and the policy do not know who calls them, nor where rows are kept.
  { files: ['server/reference/**/*.ts'], rules: arrows(serverShare) },
  { files: ['server/adapters/**/*.ts'], rules: arrows(serverShare, noReference) },
  {
    files: ['server/adapters/{store,log}/**/*.ts'],
    rules: arrows(
      serverShare,
      noReference,
      ban('^\\.\\./(http|log|metrics|notice|store)/', 'This adapter needs no other.'),
    ),
  },
  {
    files: ['server/adapters/http/**/*.ts'],
    rules: arrows(serverShare, noReference, ban('^\\.\\./(log|metrics|notice|store)/', 'HTTP knows no other adapter.')),
  },
  { files: ['server/core/**/*.ts'], rules: arrows(serverShare, ...coreOnly) },
  {
    files: ['server/core/{audit,crypto,notice}/**/*.ts'],
    rules: arrows(serverShare, ...coreOnly, ban('^\\.\\./two-factor/', 'The use cases import this folder.')),
  },
  {
    files: ['demo/**/*.ts'],
    rules: arrows(noRawMarkup, ban('^(\\.\\./)+test/', 'Nothing imports a test.')),
  },

  // Adopters' code: it knows the package by its name, and what the demo lends it.
  {
    files: ['demo/hosts/**/*.{ts,tsx}'],
    rules: arrows(ban('^(\\.\\./)+(widget|server|test)/', 'A host imports what the package exports.')),
  },
  // These read the built package, which is not there yet: `npm run test:hosts` has the frameworks' checkers read them.
  {
    files: ['demo/hosts/**/*.{ts,tsx}', 'test/hosts/types/**/*.tsx', 'widget/frameworks/*.d.ts'],
    extends: [ts.configs.disableTypeChecked],
    languageOptions: { parserOptions: { projectService: false } },
  },

  // What is drawn
  {
    files: ['widget/**/*.ts', 'demo/**/*.ts'],
    extends: [lit['flat/recommended'], wc['flat/recommended']],
    rules: {
      'no-restricted-syntax': ['error', ...markup],
      // Lit binds the listeners of a template to their host.
      '@typescript-eslint/unbound-method': 'off',
      // One file per tag registers; the rule looks for it beside the class.
      'wc/file-name-matches-element': 'off',
    },
  },
  // A code, a method or a state that is added is a compiler error wherever it is told apart. Plurals are no such union.
  {
    files: ['widget/**/*.ts'],
    ignores: ['widget/i18n/**', 'widget/frameworks/**'],
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: false }],
    },
  },
  // A language file is the one thing that it exports, loaded by its name.
  { files: ['widget/i18n/**/*.ts', '**/*.config.ts', '**/*.d.ts'], rules: { 'no-restricted-exports': 'off' } },

  // Tests
  {
    files: ['test/**/*.ts'],
    rules: {
      'no-restricted-syntax': ['error', ...partialRuns],
      // Stand-ins and compiler hosts are objects of functions, taken apart at will.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', package: 'node:test', name: ['describe', 'it', 'suite', 'test'] },
          ],
        },
      ],
    },
  },
  // Chai's assertions are properties.
  { files: ['test/widget/**/*.ts'], rules: { '@typescript-eslint/no-unused-expressions': 'off' } },
);
