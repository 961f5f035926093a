import { esbuildPlugin } from '@web/dev-server-esbuild';
import { findEngines } from './test/support/engines/all.ts';
import { enginePlugin, qrEncoderPlugin, strictPagePlugin } from './test/support/runner-plugins.ts';

export default {
  files: 'test/widget/**/*.browser.test.ts',
  nodeResolve: true,
  concurrency: 2,
  // Generous: two slow cores that may have more to do, and axe on a whole page. A test that hangs is caught by the first of
  // these all the same.
  testFramework: { config: { timeout: 60_000 } },
  browserStartTimeout: 120_000,
  testsStartTimeout: 120_000,
  testsFinishTimeout: 600_000,
  // One engine after the other.
  concurrentBrowsers: 1,
  browsers: await findEngines(),
  plugins: [
    qrEncoderPlugin(),
    strictPagePlugin(),
    enginePlugin(),
    // The project's own tsconfig: standard class fields would shadow Lit's reactive properties.
    esbuildPlugin({ ts: true, target: 'es2022', tsconfig: 'tsconfig.json' }),
  ],
  // Lit says in every page that it is in development mode, which is what makes it report mistakes.
  filterBrowserLogs: ({ args }) => !String(args[0]).includes('Lit is in dev mode'),
};
