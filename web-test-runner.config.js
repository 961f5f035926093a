import { esbuildPlugin } from '@web/dev-server-esbuild';
import { chromeLauncher } from '@web/test-runner-chrome';
import { findBrowser } from './test/support/browser.ts';
import { commitTextPlugin, mediaPlugin, qrEncoderPlugin, strictPagePlugin } from './test/support/runner-plugins.ts';

const { executablePath, args, env } = await findBrowser();

export default {
  files: 'test/widget/**/*.browser.test.ts',
  nodeResolve: true,
  concurrency: 2,
  // Generous: two slow cores, and axe on a whole page. A test that hangs is caught by the first of these all the same.
  testFramework: { config: { timeout: 10_000 } },
  browserStartTimeout: 60_000,
  testsStartTimeout: 60_000,
  testsFinishTimeout: 180_000,
  browsers: [
    chromeLauncher({
      launchOptions: { executablePath, args, env },
      async createPage({ context }) {
        const page = await context.newPage();
        // Two pages run at once and only one can be in front: to each of them it looks as if it had the focus.
        const devtools = await page.createCDPSession();
        await devtools.send('Emulation.setFocusEmulationEnabled', { enabled: true });
        return page;
      },
    }),
  ],
  plugins: [
    qrEncoderPlugin(),
    strictPagePlugin(),
    mediaPlugin(),
    commitTextPlugin(),
    // The project's own tsconfig: standard class fields would shadow Lit's reactive properties.
    esbuildPlugin({ ts: true, target: 'es2022', tsconfig: 'tsconfig.json' }),
  ],
  // Lit says in every page that it is in development mode, which is what makes it report mistakes.
  filterBrowserLogs: ({ args }) => !String(args[0]).includes('Lit is in dev mode'),
};
