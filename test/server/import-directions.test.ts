import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { before, describe, it } from 'node:test';
import { ESLint } from 'eslint';
import ts from 'typescript';

const root = join(import.meta.dirname, '..', '..');
const rule = '@typescript-eslint/no-restricted-imports';

let eslint: ESLint;
before(() => {
  eslint = new ESLint({
    cwd: root,
    // The rule reads only paths, so that the test needs no type information of the whole project.
    overrideConfig: { languageOptions: { parserOptions: { projectService: false } } },
    ruleFilter: ({ ruleId }) => ruleId === rule,
  });
});

/** The messages for a file that has this import. */
async function complaints(file: string, imported: string): Promise<string[]> {
  const [result] = await eslint.lintText(`import '${imported}';\n`, { filePath: join(root, file) });
  return result!.messages.map(({ message }) => message);
}

describe('lint refuses an import against the arrows of the server', () => {
  const violations: [file: string, imported: string, message: RegExp][] = [
    ['server/core/errors.ts', '../adapters/store/tables.js', /Core imports no adapter/],
    ['server/core/two-factor/rules.ts', '../../adapters/http/host.js', /Core imports no adapter/],
    ['server/core/two-factor/rules.ts', '../../reference/config.js', /Core imports no adapter/],
    ['server/core/two-factor/store.ts', 'kysely', /Core has no framework/],
    ['server/core/two-factor/create-two-factor.ts', 'express', /Core has no framework/],
    ['server/core/audit/events.ts', '../two-factor/store.js', /The use cases import this folder/],
    ['server/core/crypto/key-ring.ts', '../two-factor/store.js', /The use cases import this folder/],
    ['server/core/notice/notices.ts', '../two-factor/store.js', /The use cases import this folder/],
    ['server/core/webhook/webhook-event.ts', '../two-factor/store.js', /The use cases import this folder/],
    ['server/core/webhook/retry-wait.ts', 'node:https', /Core has no framework/],
    ['server/core/policy/reminders.ts', '../two-factor/store.js', /The use cases import this folder/],
    ['server/adapters/http/exchange.ts', '../../reference/app.js', /replace the reference host/],
    ['server/adapters/http/exchange.ts', '../webhook/webhooks.js', /without a server of Node/],
    ['server/adapters/express/router.ts', '../webhook/webhooks.js', /HTTP imports no other adapter/],
    ['server/adapters/store/webhook-queue.ts', '../webhook/webhooks.js', /This adapter imports no other adapter/],
    ['server/adapters/webhook/webhooks.ts', '../../reference/app.js', /replace the reference host/],
    ['server/adapters/express/router.ts', '../store/tables.js', /HTTP imports no other adapter/],
    ['server/adapters/http/exchange.ts', 'express', /without a framework/],
    ['server/adapters/http/exchange.ts', '../express/router.js', /without a server of Node/],
    ['server/core/errors.ts', '../contract/openapi.js', /no request needs it/],
    ['server/adapters/http/exchange.ts', '../../contract/openapi.js', /no request needs it/],
    ['server/adapters/node/node-handler.ts', '../../contract/openapi.js', /no request needs it/],
    ['server/adapters/metrics/metrics.ts', '../../contract/openapi.js', /no request needs it/],
    ['server/fetch.ts', './contract/openapi.js', /no request needs it/],
    ['server/contract/openapi.ts', '../core/errors.js', /about HTTP alone/],
    ['server/contract/openapi.ts', '../adapters/store/tables.js', /about HTTP alone/],
    ['server/contract/openapi.ts', '../reference/app.js', /replace the reference host/],
    ['server/adapters/fetch/fetch-handler.ts', 'node:http', /without a framework/],
    ['server/adapters/fetch/fetch-handler.ts', '../node/node-request.js', /without a server of Node/],
    ['server/adapters/store/open-store.ts', '../../reference/app.js', /replace the reference host/],
    ['server/adapters/store/open-store.ts', '../http/host.js', /This adapter imports no other adapter/],
    ['server/adapters/store/sqlite-driver/group.ts', '../../http/host.js', /This adapter imports no other adapter/],
    ['server/adapters/log/json-log.ts', '../http/host.js', /This adapter imports no other adapter/],
    ['server/adapters/notice/notifier.ts', '../../reference/app.js', /replace the reference host/],
    ['server/adapters/metrics/metrics.ts', '../../reference/app.js', /replace the reference host/],
    ['server/testing/describe-rows.ts', '../adapters/store/tables.js', /Core imports no adapter/],
    ['server/conformance/run/run.ts', '../../core/errors.js', /shares no code with the server/],
    ['server/conformance/kit/kit.ts', '../../adapters/http/schemas.js', /shares no code with the server/],
    ['server/conformance/kit/authenticator.ts', 'otpauth', /needs no package/],
    ['server/conformance/main.ts', '../../widget/client/http-client.js', /only the protocol from the widget/],
    ['server/index.ts', './reference/app.js', /do not import the reference host/],
    ['server/core/errors.ts', '../../widget/flow/setup-flow.js', /only the protocol from the widget/],
    ['server/adapters/node/node-handler.ts', '../../../demo/dev.js', /only the protocol from the widget/],
    ['server/reference/app.ts', '../../widget/elements/dialog/dialog-element.js', /only the protocol from the widget/],
  ];
  for (const [file, imported, message] of violations) {
    it(`${file} → ${imported}`, async () => {
      const messages = await complaints(file, imported);
      assert.equal(messages.length, 1, messages.join('\n'));
      assert.match(messages[0]!, message);
    });
  }
});

describe('lint allows an import along the arrows of the server', () => {
  for (const [file, imported] of [
    ['server/reference/app.ts', '../adapters/express/router.js'],
    ['server/reference/app.ts', '../core/errors.js'],
    ['server/reference/demo.ts', '../contract/openapi.js'],
    ['server/contract/schemas.ts', '../adapters/http/schemas.js'],
    ['server/adapters/http/exchange.ts', '../../core/errors.js'],
    ['server/adapters/express/router.ts', '../http/exchange.js'],
    ['server/adapters/express/express-session.ts', '../http/sign-in.js'],
    ['server/adapters/store/sign-in-store.ts', '../../core/sign-in/sign-in-store.js'],
    ['server/adapters/store/open-store.ts', '../../core/two-factor/store.js'],
    ['server/core/two-factor/store.ts', '../audit/events.js'],
    ['server/core/errors.ts', '../../widget/protocol/error-codes.js'],
    ['server/express.ts', './adapters/express/router.js'],
    ['server/conformance/kit/browser.ts', '../../../widget/protocol/endpoints.js'],
    ['server/conformance/http/connections.ts', 'node:https'],
  ] as const) {
    it(`${file} → ${imported}`, async () => assert.deepEqual(await complaints(file, imported), []));
  }
});

describe('the files of the server', () => {
  it('import one another in one direction', () => {
    const server = join(root, 'server');
    const paths = readdirSync(server, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
    const imports = new Map(paths.map((path) => [join(server, path), importsOf(join(server, path))]));
    assert.ok(imports.size > 50);
    const finished = new Set<string>();
    const visit = (file: string, way: readonly string[]): void => {
      assert.ok(!way.includes(file), [...way, file].map((step) => relative(root, step)).join(' → '));
      if (finished.has(file)) return;
      for (const imported of imports.get(file) ?? []) visit(imported, [...way, file]);
      finished.add(file);
    };
    for (const file of imports.keys()) visit(file, []);
  });
});

/** The relative imports of a file, those of types too. */
function importsOf(file: string): string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(file, 'utf8'));
  return importedFiles
    .filter(({ fileName }) => fileName.startsWith('.'))
    .map(({ fileName }) => join(dirname(file), fileName.replace(/\.js$/, '.ts')));
}
