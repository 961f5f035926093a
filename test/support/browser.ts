import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';

/** Options that start a browser. Playwright and Puppeteer take all three by these names. */
export interface Browser {
  executablePath: string;
  args: string[];
  env: Record<string, string>;
}

const run = promisify(execFile);

/** CI runs as root, so Chromium runs without its sandbox. It makes no requests of its own, which a closed network refuses. */
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  // Text has the same layout on machines with and without hinting.
  '--font-render-hinting=none',
];

/**
 * The browser of the tests: `CHROME_PATH`, or else the one in `@sparticuz/chromium`, or else an installed one. The bundled one is
 * the same on every machine and takes two thirds of the time. Libraries that find browsers, such as @puppeteer/browsers, know
 * neither the bundled one nor stubs on the path.
 */
export async function findBrowser(): Promise<Browser> {
  const asked = process.env['CHROME_PATH'];
  if (!asked) {
    const bundled = await bundledBrowser().catch(() => null);
    if (bundled && (await answers(bundled))) return bundled;
  }
  for (const executablePath of asked ? [asked] : await onPath(chromiumNames)) {
    const browser = { executablePath, args, env: environment() };
    if (await answers(browser)) return browser;
  }
  throw new Error(asked ? `CHROME_PATH does not start a browser: ${asked}` : 'no Chromium starts: set CHROME_PATH');
}

/** Starts the program, because some distributions put a stub on the path that only names another package. */
export async function answers({ executablePath, env }: Browser): Promise<boolean> {
  try {
    await run(executablePath, ['--version', '--no-sandbox'], { env, timeout: 30_000 });
    return true;
  } catch {
    return false;
  }
}

/** An installed browser: the one that a variable names, or else the first on the path that starts. */
export async function findInstalled(variable: string, names: string[]): Promise<string | undefined> {
  const asked = process.env[variable];
  for (const executablePath of asked ? [asked] : await onPath(names)) {
    if (await answers({ executablePath, args: [], env: environment() })) return executablePath;
  }
  return undefined;
}

const chromiumNames = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** Every executable file with one of these names, in the order of the path. */
export async function onPath(names: string[]): Promise<string[]> {
  const paths = (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)));
  const found = await Promise.all(paths.map(isExecutable));
  return paths.filter((_, index) => found[index]);
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The package unpacks into the temporary folder, and accepts an incomplete file that it finds there. Here it unpacks into a new
 * folder, which is renamed when complete, so that neither an interrupted run nor two runs at once leave an incomplete browser.
 */
async function bundledBrowser(): Promise<Browser> {
  const manifest = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const cache = join(dirname(manifest).replace(/@sparticuz.*$/, ''), '.cache', 'harmony-2fa');
  const home = join(cache, 'chromium');
  const executablePath = join(home, 'chromium');
  if (!(await isExecutable(executablePath))) {
    await mkdir(cache, { recursive: true });
    const unpacked = await mkdtemp(join(cache, 'unpack-'));
    await unpack(unpacked);
    await writeFile(join(unpacked, 'fonts', 'fonts.conf'), fontsConf(home));
    // A second run that finds the folder deletes its own copy.
    await rename(unpacked, home).catch(() => rm(unpacked, { recursive: true, force: true }));
  }
  return { executablePath, args, env: { ...environment(), ...librariesOf(home) } };
}

/** In a child process with other variables: the package reads `TMPDIR`, and unpacks shared libraries only on AWS Lambda. */
async function unpack(folder: string): Promise<void> {
  const script = `import('@sparticuz/chromium').then(({ default: chromium }) => chromium.executablePath())`;
  const env = { ...process.env, NODE_OPTIONS: '', TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' };
  await run(process.execPath, ['--input-type=module', '--eval', script], { cwd: import.meta.dirname, env });
}

/** NSS, NSPR, expat and fonts are part of the package, because a bare machine may have none of them. */
function librariesOf(home: string): Record<string, string> {
  return { LD_LIBRARY_PATH: join(home, 'al2023', 'lib'), FONTCONFIG_PATH: join(home, 'fonts') };
}

/** The package's configuration reads fonts from `/tmp` only, and without a font text has no size. */
function fontsConf(home: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(home, 'fonts')}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${join(home, 'font-cache')}</cachedir>
</fontconfig>
`;
}

function environment(): Record<string, string> {
  const entries = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(entries);
}
