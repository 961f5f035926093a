import { defineConfig, globalIgnores } from 'eslint/config';
import { configs as lit } from 'eslint-plugin-lit';
import { configs as wc } from 'eslint-plugin-wc';
import ts from 'typescript-eslint';

/**
 * The import arrows between folders: elements → flow → client → protocol. Imports between folders are relative, so that
 * patterns on paths hold the arrows.
 *
 * For each file only the last setting of `no-restricted-imports` counts, so that each call lists all its patterns.
 */
const arrows = (...bans) => ({ '@typescript-eslint/no-restricted-imports': ['error', { patterns: bans }] });
const ban = (regex, message, allowTypeImports = false) => ({ regex, message, allowTypeImports });

const rooms = ['protocol', 'otp', 'qr', 'client', 'clients', 'flow', 'controllers', 'elements', 'i18n', 'styles'];
const outOfRoom = (...allowed) =>
  ban(
    `^(\\.\\./)+(${rooms.filter((room) => !allowed.includes(room)).join('|')})/`,
    `This folder imports from ${allowed.join(', ') || 'no other'}.`,
  );
const noOtherRooms = ban('^(\\.\\./)+(server|demo|test)/', 'The widget imports no server, demo or test.');
const noServerPackages = ban('^(node:|zod|express|otpauth|kysely|pino|helmet)', 'This runs in a page.');
const noLit = ban('^(lit|@lit|lit-html|lit-element)(/|$)', 'This folder is pure: no Lit, no DOM.');
const noRawMarkup = ban(
  '^lit(-html)?/(directives/(unsafe-html|unsafe-svg|unsafe-mathml|style-map)|static-html)',
  'Raw markup allows an injection, and inline styles break a strict content policy.',
);
const noPeerClasses = ban(
  '^\\.\\./[^./]+/[^/]+-element\\.js$',
  "An element does not import another element's class.",
  true,
);

const serverShare = ban(
  '^(\\.\\./)+(demo|test|widget/(?!protocol/))',
  'The server imports only the protocol from the widget.',
);
const noReference = ban('^(\\.\\./)+reference/', 'Adopters replace the reference host.');
const noContract = ban('^(\\.\\.?/)+contract/', 'The build writes the contract; no request needs it.');
const coreOnly = [
  noContract,
  ban('^(\\.\\./)+(adapters|reference)/', 'Core imports no adapter.'),
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
    message: 'Insert text as text, not as markup.',
  })),
  {
    selector: "CallExpression[callee.object.name='document'][callee.property.name=/^write/]",
    message: 'The page is already parsed.',
  },
].flat();

/** The test runner awaits these itself. */
const testRunnerCalls = [
  'error',
  {
    allowForKnownSafeCalls: [{ from: 'package', package: 'node:test', name: ['describe', 'it', 'suite', 'test'] }],
  },
];
const partialRuns = [
  {
    selector: 'MemberExpression[object.name=/^(describe|it|test|suite)$/][property.name=/^(only|skip|todo)$/]',
    message: 'Run every test, or remove it.',
  },
  {
    selector:
      'CallExpression[callee.name=/^(describe|it|test|suite)$/] > ObjectExpression > Property[key.name=/^(only|skip|todo)$/]',
    message: 'Run every test, or remove it.',
  },
  { selector: "MemberExpression[property.name='waitForTimeout']", message: 'Wait for a condition, not for time.' },
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
    // A library keeps the page's console clean, and a server writes to its log.
    rules: { 'no-console': 'error' },
  },
  // Warnings for the developer of the page: two copies of the elements, a refused endpoint, a fault in `onBefore`.
  {
    files: [
      'widget/elements/define-element.ts',
      'widget/controllers/back-end-controller.ts',
      'widget/flow/before-change.ts',
    ],
    rules: { 'no-console': ['error', { allow: ['warn'] }] },
  },
  // The default log of an app that passes none.
  { files: ['server/core/log.ts'], rules: { 'no-console': ['error', { allow: ['warn', 'error'] }] } },
  { files: ['widget/**/*.ts'], rules: arrows(...page) },
  { files: ['widget/{protocol,qr}/**/*.ts'], rules: arrows(...page, noLit, outOfRoom()) },
  { files: ['widget/otp/**/*.ts'], rules: arrows(...page, noLit, outOfRoom('protocol')) },
  { files: ['widget/{styles,i18n}/**/*.ts'], rules: arrows(...page, outOfRoom()) },
  { files: ['widget/client/**/*.ts'], rules: arrows(...page, noLit, outOfRoom('protocol')) },
  { files: ['widget/clients/**/*.ts'], rules: arrows(...page, noLit, outOfRoom('client', 'protocol')) },
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
  // Without `default`, the linter names each switch that misses a new code or method.
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
    rules: arrows(serverShare, noContract, ban('^\\./reference/', 'Public modules do not import the reference host.')),
  },
  // reference → adapters → core: use cases and policy know neither HTTP nor the database.
  { files: ['server/reference/**/*.ts'], rules: arrows(serverShare) },
  { files: ['server/adapters/**/*.ts'], rules: arrows(serverShare, noReference, noContract) },
  {
    files: ['server/adapters/{store,log}/**/*.ts'],
    rules: arrows(
      serverShare,
      noReference,
      noContract,
      ban('^(\\.\\./)+(http|log|metrics|notice|queue|store|webhook)/', 'This adapter imports no other adapter.'),
    ),
  },
  {
    files: ['server/adapters/{http,node,express,fetch}/**/*.ts'],
    rules: arrows(
      serverShare,
      noReference,
      noContract,
      ban('^\\.\\./(log|metrics|notice|queue|store|webhook)/', 'HTTP imports no other adapter.'),
    ),
  },
  // The contract over HTTP is written once, for every server.
  {
    files: ['server/adapters/{http,fetch}/**/*.ts'],
    rules: arrows(
      serverShare,
      noReference,
      noContract,
      ban(
        '^\\.\\./(log|metrics|notice|queue|store|webhook|node|express)/',
        'This folder works without a server of Node.',
      ),
      ban('^(express|node:https?|helmet|express-rate-limit)(/|$)', 'This folder works without a framework.'),
    ),
  },
  // The contract as data: what the schemas of HTTP and the protocol say.
  {
    files: ['server/contract/**/*.ts'],
    rules: arrows(
      serverShare,
      noReference,
      ban('^(\\.\\./)+(core|adapters/(?!http/))', 'The contract is about HTTP alone.'),
    ),
  },
  { files: ['server/core/**/*.ts'], rules: arrows(serverShare, ...coreOnly) },
  // Suites for adopters: they prove rows of any database, so they know none.
  {
    files: ['server/testing/**/*.ts'],
    rules: { ...arrows(serverShare, ...coreOnly), '@typescript-eslint/no-floating-promises': testRunnerCalls },
  },
  // The conformance kit judges servers, so it shares no code with one. It installs nothing but itself.
  {
    files: ['server/conformance/**/*.ts'],
    rules: arrows(
      serverShare,
      ban('^(\\.\\./)+(core|adapters|reference|testing)/', 'The kit shares no code with the server that it checks.'),
      ban('^(?!node:|\\.{1,2}/)', 'The kit needs no package.'),
    ),
  },
  {
    files: ['server/core/{audit,crypto,notice,policy,turns,webhook}/**/*.ts'],
    rules: arrows(serverShare, ...coreOnly, ban('^\\.\\./two-factor/', 'The use cases import this folder.')),
  },
  {
    files: ['demo/**/*.ts'],
    rules: arrows(noRawMarkup, ban('^(\\.\\./)+test/', 'Nothing imports a test.')),
  },

  // The hosts show adopters' code: they import the package by its name, and helpers of the demo.
  {
    files: ['demo/hosts/**/*.{ts,tsx}'],
    rules: arrows(ban('^(\\.\\./)+(widget|server|test)/', 'A host imports what the package exports.')),
  },
  // These import the built package, which lint runs without. `npm run test:hosts` checks them with each framework's checker.
  {
    files: ['demo/hosts/**/*.{ts,tsx}', 'test/hosts/types/**/*.tsx', 'widget/frameworks/*.d.ts'],
    extends: [ts.configs.disableTypeChecked],
    languageOptions: { parserOptions: { projectService: false } },
  },

  // Templates
  {
    files: ['widget/**/*.ts', 'demo/**/*.ts'],
    extends: [lit['flat/recommended'], wc['flat/recommended']],
    rules: {
      'no-restricted-syntax': ['error', ...markup],
      // Lit binds the listeners of a template to their host.
      '@typescript-eslint/unbound-method': 'off',
      // A separate file registers each tag; the rule expects the call beside the class.
      'wc/file-name-matches-element': 'off',
    },
  },
  // The linter names each switch that misses a new code, method or state. Plural rules in `i18n` have no such switches.
  {
    files: ['widget/**/*.ts'],
    ignores: ['widget/i18n/**', 'widget/frameworks/**'],
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: false }],
    },
  },
  // A language file has one export, and the page imports it by file name.
  { files: ['widget/i18n/**/*.ts', '**/*.config.ts', '**/*.d.ts'], rules: { 'no-restricted-exports': 'off' } },

  // Tests
  {
    files: ['test/**/*.ts'],
    rules: {
      'no-restricted-syntax': ['error', ...partialRuns],
      // Fakes and compiler hosts are objects of functions without `this`.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-floating-promises': testRunnerCalls,
    },
  },
  // Chai's assertions are properties.
  { files: ['test/widget/**/*.ts'], rules: { '@typescript-eslint/no-unused-expressions': 'off' } },
);
