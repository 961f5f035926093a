import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { access, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import ts from 'typescript';

const root = join(import.meta.dirname, '..', '..');
const run = promisify(execFile);

interface Manifest {
  name: string;
  peerDependencies: Record<string, string>;
  exports: Record<string, { types: string; default?: string } | string>;
  sideEffects: string[];
  dependencies: Record<string, string>;
}
const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Manifest;
/** Optional, all of them: a front end installs none. */
const peers = Object.keys(manifest.peerDependencies);
/** The packages that types may come from: an entry needs its own alone. */
const typed = [
  ...peers,
  '@types/express',
  '@types/express-session',
  '@types/pg',
  '@types/better-sqlite3',
  '@types/nodemailer',
];
const resolutions = {
  bundler: { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler },
  node16: { module: ts.ModuleKind.Node16, moduleResolution: ts.ModuleResolutionKind.Node16 },
  nodenext: { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext },
};
const entries = Object.entries(manifest.exports).flatMap(([path, target]) =>
  typeof target === 'string' ? [] : [{ specifier: join(manifest.name, path), ...target }],
);

describe('the exports of the package', () => {
  it('name built files with types', async () => {
    for (const entry of entries) {
      for (const file of [entry.default, entry.types]) if (file) await access(join(root, file));
    }
    assert.ok(entries.length >= 10, 'entries are found');
  });

  for (const [name, options] of Object.entries({
    'a bundler': { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler },
    Node: { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext },
  })) {
    it(`have types that compile for ${name} with strict checks`, () => {
      const errors = compile(entries.map(({ specifier }) => `import '${specifier}';`).join('\n') + usage, options);
      assert.deepEqual(errors, []);
    });
  }

  // A package manager with a strict layout, such as pnpm, shows an app no package of a package.
  it('have types that name no package except the dependencies and the peers', async () => {
    const known = [
      ...Object.keys(manifest.dependencies),
      ...peers,
      ...typed.map((name) => name.replace('@types/', '')),
    ];
    const named = new Set<string>();
    const files = await readdir(join(root, 'dist'), { recursive: true });
    // Those of a framework are for an app that has it.
    const declarations = files.filter((file) => file.endsWith('.d.ts') && !file.startsWith('types/'));
    assert.ok(declarations.length > 100, 'declarations are found');
    for (const file of declarations) {
      const { importedFiles } = ts.preProcessFile(await readFile(join(root, 'dist', file), 'utf8'));
      for (const { fileName } of importedFiles) {
        const [name] = /^(@[^/]+\/)?[^./][^/]*/.exec(fileName) ?? [];
        if (name !== undefined && !name.startsWith('node:') && !known.includes(name)) named.add(`${name} in ${file}`);
      }
    }
    assert.deepEqual([...named], []);
  });

  it('have only types for the frameworks, so that no bundle contains them', () => {
    const types = entries.filter((entry) => !entry.default).map(({ specifier }) => specifier);
    assert.deepEqual(
      types,
      ['react', 'preact', 'solid', 'vue', 'svelte'].map((name) => join(manifest.name, name)),
    );
  });

  for (const specifier of ['harmony-2fa/define', 'harmony-2fa/standalone', 'harmony-2fa/harmony-2fa-challenge']) {
    it(`have the types of the tag in ${specifier}, which registers it`, () => {
      const bundler = { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler };
      assert.deepEqual(compile(`import '${specifier}';${challengeUsage}`, bundler), []);
    });
  }

  it('refuse every other path', async () => {
    const source = `import('harmony-2fa/dist/widget/flow/setup-flow.js')`;
    await assert.rejects(evaluate(source), /ERR_PACKAGE_PATH_NOT_EXPORTED/);
  });
});

describe('an import on a server', () => {
  it('of the classes touches no DOM and registers nothing', async () => {
    const { stdout } = await evaluate(`
      await import('harmony-2fa');
      const names = ['setup', 'challenge', 'step-up', 'code-input', 'backup-codes', 'qr-code', 'dialog', 'copy-button'];
      console.log(names.filter((name) => globalThis.customElements?.get('harmony-2fa-' + name)).join() || 'nothing');`);
    assert.equal(stdout.trim(), 'nothing');
  });

  for (const specifier of ['harmony-2fa/client', 'harmony-2fa/protocol', 'harmony-2fa/clients/better-auth']) {
    it(`of ${specifier} reads no DOM global and adds no global`, async () => {
      const { stdout } = await evaluate(`
        for (const name of ['window', 'document', 'location', 'HTMLElement', 'customElements']) {
          Object.defineProperty(globalThis, name, { get() { throw new Error(name + ' was read'); } });
        }
        const before = Object.getOwnPropertyNames(globalThis).length;
        await import('${specifier}');
        console.log(Object.getOwnPropertyNames(globalThis).length - before);`);
      assert.equal(stdout.trim(), '0');
    });
  }

  // Without the single file for script tags, which contains Lit's build for browsers.
  const registering = entries.filter(({ default: file }) => /define\.js$|widget\/elements\//.test(file ?? ''));
  for (const { specifier } of registering) {
    it(`of ${specifier} does not fail, and adds no global except Lit's`, async () => {
      const { stdout } = await evaluate(`
        const before = Object.getOwnPropertyNames(globalThis);
        await import('${specifier}');
        console.log(Object.getOwnPropertyNames(globalThis).filter((name) => !before.includes(name)).join(' '));`);
      const added = stdout.match(/\S+/g) ?? [];
      // On a server Lit adds a registry for its renderer.
      assert.deepEqual(
        added.filter((name) => !/^(lit|reactiveElement|customElements$)/.test(name)),
        [],
      );
    });
  }

  const mounts: Record<string, { functions: string[]; packages: string[]; types?: string[] }> = {
    'harmony-2fa/server': {
      functions: ['createTwoFactor', 'openStore', 'parseKeyRing', 'createSignIn'],
      packages: ['kysely', 'otpauth'],
    },
    'harmony-2fa/express': {
      functions: ['twoFactorRouter', 'createExpressServer'],
      packages: ['zod'],
      types: ['@types/express'],
    },
    'harmony-2fa/express-session': {
      functions: ['expressSessionSignIn'],
      packages: ['zod'],
      types: ['@types/express'],
    },
    'harmony-2fa/fetch': { functions: ['fetchHandler', 'cookieSignIn'], packages: ['zod'] },
    'harmony-2fa/testing': { functions: ['describeRows'], packages: ['otpauth'] },
    'harmony-2fa/webhooks': { functions: ['verifyWebhook'], packages: [] },
    'harmony-2fa/node': { functions: ['nodeHandler', 'cookieSignIn'], packages: ['zod'] },
    'harmony-2fa/express-rate-limit': {
      functions: ['networkLimit', 'networkTurns'],
      packages: ['express-rate-limit'],
      types: ['express', '@types/express'],
    },
  };
  for (const [specifier, { functions, packages }] of Object.entries(mounts)) {
    it(`of ${specifier} needs ${packages.join(' and ') || 'none'} of the optional packages, and no other`, async () => {
      const { stdout } = await evaluate(
        `const { ${functions.join(', ')} } = await import('${specifier}');
         console.log(${functions.map((name) => `typeof ${name}`).join(', ')});`,
        peers.filter((peer) => !packages.includes(peer)),
      );
      assert.equal(stdout.trim(), functions.map(() => 'function').join(' '));
    });
  }

  // Entries that need the same packages are compiled together.
  const typeNeeds = new Map<string, string[]>();
  for (const [specifier, { packages, types = [] }] of Object.entries(mounts)) {
    const needs = [...packages, ...types].join(', ');
    typeNeeds.set(needs, [...(typeNeeds.get(needs) ?? []), specifier]);
  }
  for (const [resolution, options] of Object.entries(resolutions)) {
    for (const [needs, specifiers] of typeNeeds) {
      it(`of ${specifiers.join(' and ')} has types for ${resolution} with ${needs} alone`, () => {
        const missing = typed.filter((name) => !needs.split(', ').includes(name));
        const source = specifiers.map((specifier) => `import '${specifier}';`).join('\n');
        assert.deepEqual(compile(source, options, missing), []);
      });
    }
  }

  for (const [call, missing] of [
    [`createTwoFactor({ store: {}, keys: {}, issuer: 'Acme' })`, '@node-rs/argon2'],
    [`createLog('info')`, 'pino'],
    [`openStore('file:./unused.sqlite')`, 'better-sqlite3'],
    [`openStore('postgres://127.0.0.1:1/x')`, 'pg'],
    [`openStore('mysql://127.0.0.1:1/x')`, 'mysql2'],
  ] as const) {
    it(`${call} says that it needs ${missing}`, async () => {
      const source = `const server = await import('harmony-2fa/server');
        try { await server.${call}; } catch (error) { console.log(error.message); }`;
      const { stdout } = await evaluate(source, [missing]);
      assert.match(stdout.trim(), new RegExp(`^[^\\n]* needs the package ${missing}[^\\n]*$`));
    });
  }

  for (const [specifier, { functions }] of Object.entries(mounts)) {
    it(`by require() of ${specifier} works on each Node that the package names`, async () => {
      const source = `const { ${functions.join(', ')} } = require('${specifier}');
        console.log(${functions.map((name) => `typeof ${name}`).join(', ')});`;
      const { stdout } = await run(process.execPath, ['--eval', source], { cwd: root });
      assert.equal(stdout.trim(), functions.map(() => 'function').join(' '));
    });
  }
});

const challengeUsage = `
  export const challenge = document.createElement('harmony-2fa-challenge');
  challenge.client = null;
  challenge.addEventListener('harmony-2fa-verified', (event) => event.method satisfies 'totp' | 'backup_code');
`;

/** TypeScript that an adopter writes after the imports. */
const usage = `
  import type { TwoFactorClient } from 'harmony-2fa/client';
  import type { Status } from 'harmony-2fa/protocol';
  import { withStepUp } from 'harmony-2fa/client';
  import { createBetterAuthClient } from 'harmony-2fa/clients/better-auth';
  export const stepUp = document.createElement('harmony-2fa-step-up');
  export const proved: Promise<boolean> = stepUp.prove({ maxAge: 60, signal: AbortSignal.timeout(60_000) });
  export const guarded: typeof fetch = withStepUp(fetch, stepUp);
  export const found: typeof fetch = withStepUp(fetch, () => document.querySelector('harmony-2fa-step-up'));
  document.querySelector('harmony-2fa-setup')!.client = createBetterAuthClient('/api/auth', { allowPasswordless: true });
  export const read = (client: TwoFactorClient): Promise<Status> => client.status();
  ${challengeUsage}
`;

/** Runs a source that imports the package by its name. @param missing packages that are not installed, as far as it can tell */
function evaluate(source: string, missing: string[] = []): Promise<{ stdout: string }> {
  const hide = `
    import { Module, register } from 'node:module';
    const missing = ${JSON.stringify(missing)};
    const fail = (name) => { throw Object.assign(new Error("Cannot find package '" + name + "'"), { code: 'ERR_MODULE_NOT_FOUND' }); };
    const resolve = Module._resolveFilename;
    Module._resolveFilename = function (name, ...rest) {
      if (missing.includes(name)) fail(name);
      return resolve.call(this, name, ...rest);
    };
    register('data:text/javascript,' + encodeURIComponent(\`
      const missing = \${JSON.stringify(missing)};
      export function resolve(name, context, next) {
        if (missing.includes(name)) throw Object.assign(new Error("Cannot find package '" + name + "'"), { code: 'ERR_MODULE_NOT_FOUND' });
        return next(name, context);
      }\`));`;
  const hook = `data:text/javascript,${encodeURIComponent(hide)}`;
  return run(process.execPath, ['--import', hook, '--input-type=module', '--eval', source], { cwd: root });
}

const parsedFiles = new Map<string, ts.SourceFile>();
let parsedFor: ts.CompilerOptions | undefined;

/** Compiles a file in memory. Its path is inside the package, so that the name of the package resolves. */
function compile(source: string, resolution: ts.CompilerOptions, missing: string[] = []): string[] {
  const isMissing = (path: string): boolean =>
    missing.some(
      (name) => path.startsWith(join(root, 'node_modules', name, '/')) || path === join(root, 'node_modules', name),
    );
  const fileName = join(root, 'adopter.mts');
  const options: ts.CompilerOptions = {
    ...resolution,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    types: ['node'],
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    skipLibCheck: false,
    // The language's own libraries are the compiler's to check.
    skipDefaultLibCheck: true,
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, directoryExists, readFile: read, getSourceFile } = host;
  host.fileExists = (name) => name === fileName || (!isMissing(name) && fileExists(name));
  host.directoryExists = (name) => !isMissing(name) && (directoryExists?.(name) ?? true);
  host.readFile = (name) => (name === fileName ? source : read(name));
  host.getSourceFile = (name, version, ...rest) => {
    if (name === fileName) return ts.createSourceFile(name, source, version);
    // Parsing the libraries takes most of the time, and each entry needs the same ones. Those of one resolution fit into memory.
    if (parsedFor !== resolution) parsedFiles.clear();
    parsedFor = resolution;
    const known = parsedFiles.get(name) ?? getSourceFile(name, version, ...rest);
    if (known) parsedFiles.set(name, known);
    return known;
  };
  const program = ts.createProgram([fileName], options, host);
  // The compilations without missing packages check the types of all packages; the others only those of this one.
  const ours = program.getSourceFiles().filter((file) => !file.fileName.includes('/node_modules/'));
  const diagnostics =
    missing.length === 0
      ? ts.getPreEmitDiagnostics(program)
      : ours.flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]);
  return diagnostics.map(
    ({ messageText, file }) => `${file?.fileName ?? ''}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
  );
}
