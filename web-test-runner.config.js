import { esbuildPlugin } from '@web/dev-server-esbuild';
import { findEngines } from './test/support/engines/all.ts';
import { enginePlugin, qrEncoderPlugin, strictPagePlugin } from './test/support/runner-plugins.ts';

export default {
  files: 'test/widget/**/*.browser.test.ts',
  nodeResolve: true,
  concurrency: 2,
  // Long enough for axe on a whole page on two slow, busy cores.
  testFramework: { config: { timeout: 60_000 } },
  browserStartTimeout: 120_000,
  testsStartTimeout: 120_000,
  testsFinishTimeout: 600_000,
  // Run one engine at a time.
  concurrentBrowsers: 1,
  browsers: await findEngines(),
  plugins: [
    qrEncoderPlugin(),
    strictPagePlugin(),
    enginePlugin(),
    // The project's own tsconfig: standard class fields would shadow Lit's reactive properties.
    esbuildPlugin({ ts: true, target: 'es2022', tsconfig: 'tsconfig.json' }),
  ],
  // Lit's development mode reports mistakes, and logs its own warning on every page.
  filterBrowserLogs: ({ args }) => !String(args[0]).includes('Lit is in dev mode'),
};
