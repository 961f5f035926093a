import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';

/** What a launcher needs to start a browser: Playwright and Puppeteer both take these three as they are. */
export interface Browser {
  executablePath: string;
  args: string[];
  env: Record<string, string>;
}

const run = promisify(execFile);

/** No sandbox, since CI runs as root; and no call home, which a closed network would answer with a flood of refusals. */
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
  // Fonts are laid out alike on machines with and without hinting.
  '--font-render-hinting=none',
];

/**
 * The browser to test in: `CHROME_PATH`, else one that is installed, else the one that `@sparticuz/chromium` ships, so
 * that a machine with nothing but Node can run the tests. `CHROME_PATH=bundled` asks for that one.
 */
export async function findBrowser(): Promise<Browser> {
  const asked = process.env['CHROME_PATH'];
  if (asked === 'bundled') return bundledBrowser();
  for (const executablePath of asked ? [asked] : await onPath(chromiumNames)) {
    const browser = { executablePath, args, env: environment() };
    if (await answers(browser)) return browser;
    if (asked) throw new Error(`CHROME_PATH is no browser that starts: ${asked}`);
  }
  return bundledBrowser();
}

/** Asked, not assumed: a distribution's stub that only names another package is on the path, too. */
export async function answers({ executablePath, env }: Browser): Promise<boolean> {
  try {
    await run(executablePath, ['--version', '--no-sandbox'], { env, timeout: 30_000 });
    return true;
  } catch {
    return false;
  }
}

/** A browser that has no place in a package: the one that a variable names, else the first on the path that answers. */
export async function findInstalled(variable: string, names: string[]): Promise<string | undefined> {
  const asked = process.env[variable];
  for (const executablePath of asked ? [asked] : await onPath(names)) {
    if (await answers({ executablePath, args: [], env: environment() })) return executablePath;
  }
  return undefined;
}

const chromiumNames = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** Every program of these names that could be started, the first on the path first. */
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
 * The package unpacks into the system's temporary folder and takes any file it finds there for a whole one. It gets a
 * folder of its own here, renamed into place when complete, so that an interrupted run or two at once leave no half.
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
    // Whoever comes second finds the folder there, and throws its own copy away.
    await rename(unpacked, home).catch(() => rm(unpacked, { recursive: true, force: true }));
  }
  return { executablePath, args, env: { ...environment(), ...librariesOf(home) } };
}

/** In a process of its own, since it listens to `TMPDIR`, and takes out its shared libraries on Amazon's machines only. */
async function unpack(folder: string): Promise<void> {
  const script = `import('@sparticuz/chromium').then(({ default: chromium }) => chromium.executablePath())`;
  const env = { ...process.env, NODE_OPTIONS: '', TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' };
  await run(process.execPath, ['--input-type=module', '--eval', script], { cwd: import.meta.dirname, env });
}

/** NSS, NSPR and expat come with the browser, as do its fonts: a bare machine has neither. */
function librariesOf(home: string): Record<string, string> {
  return { LD_LIBRARY_PATH: join(home, 'al2023', 'lib'), FONTCONFIG_PATH: join(home, 'fonts') };
}

/** The one it ships looks for its fonts in `/tmp` alone, and without any font all text has no size. */
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
