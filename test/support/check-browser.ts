import { findBrowser } from './browser.js';
import { launchBrowser } from './launch-browser.js';

/** Prints the browser that the tests use; fails when it renders no page. `.ci/run` runs this before it installs a browser. */
const browser = await launchBrowser();
try {
  const page = await browser.newPage();
  await page.setContent('<h1>ready</h1>');
  await page.getByRole('heading', { name: 'ready' }).waitFor({ timeout: 30_000 });
  const { executablePath } = await findBrowser();
  process.stdout.write(`browser: ${browser.version()} (${executablePath})\n`);
} finally {
  await browser.close();
}
