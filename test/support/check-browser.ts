import { findBrowser } from './browser.js';
import { launchBrowser } from './launch-browser.js';

/** Says which browser the tests will use; fails when none renders a page. `.ci/run` asks before it installs one. */
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
