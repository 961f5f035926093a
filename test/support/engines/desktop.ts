import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Media } from '../media.js';

/**
 * A virtual screen with desktop settings, for WebKitGTK. It has no headless mode, and it reads dark mode and reduced motion
 * from the desktop: GTK follows an XSETTINGS manager. Packages and xvfb-run start a virtual screen, but no settings manager.
 */
export class Desktop {
  /** Variables for a program on this screen. Its folders keep it from the files of the real desktop. */
  readonly env: Record<string, string>;
  readonly #folder: string;
  readonly #processes: ChildProcess[] = [];
  #settings: ChildProcess | undefined;

  private constructor(folder: string, display: string) {
    this.#folder = folder;
    this.env = {
      DISPLAY: display,
      HOME: folder,
      XDG_CONFIG_HOME: folder,
      XDG_CACHE_HOME: folder,
      XDG_DATA_HOME: folder,
      GDK_BACKEND: 'x11',
      GSETTINGS_BACKEND: 'memory',
      // No accessibility bus runs here; without this GTK waits for it.
      NO_AT_BRIDGE: '1',
    };
  }

  static async open(): Promise<Desktop> {
    const folder = await mkdtemp(join(tmpdir(), 'harmony-2fa-desktop-'));
    const screen = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', screenSize, '-nolisten', 'tcp'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    const display = await firstLine(screen, screen.stdio[3] as Readable);
    const desktop = new Desktop(folder, `:${display}`);
    desktop.#keep(screen);
    await mkdir(join(folder, 'gtk-3.0'));
    await writeFile(join(folder, 'gtk-3.0', 'gtk.css'), smallBars);
    await desktop.#write({});
    desktop.#settings = desktop.start('xsettingsd', ['-c', desktop.#settingsFile]);
    return desktop;
  }

  start(program: string, args: string[]): ChildProcess {
    return this.#keep(spawn(program, args, { stdio: 'ignore', env: { ...process.env, ...this.env } }));
  }

  /** Changes the settings of running programs. They follow after a delay. */
  async emulate(media: Media): Promise<void> {
    await this.#write(media);
    this.#settings?.kill('SIGHUP');
  }

  async close(): Promise<void> {
    for (const child of this.#processes.reverse()) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    }
    // A child process of the killed browser may still write for a moment.
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }

  get #settingsFile(): string {
    return join(this.#folder, 'xsettings');
  }

  async #write({ colorScheme, reducedMotion }: Media): Promise<void> {
    const theme = colorScheme === 'dark' ? 'Adwaita-dark' : 'Adwaita';
    const animations = reducedMotion === 'reduce' ? 0 : 1;
    await writeFile(this.#settingsFile, `Net/ThemeName "${theme}"\nGtk/EnableAnimations ${animations}\n`);
  }

  #keep(child: ChildProcess): ChildProcess {
    this.#processes.push(child);
    // A run that crashes must not leave its screen running.
    process.once('exit', () => child.kill());
    return child;
  }
}

/**
 * Without a window manager the window under the pointer gets the keys, and the pointer rests in the middle of the screen. On
 * a small screen even the narrowest window of the tests covers the middle. Wider windows may reach past the screen.
 */
const screenSize = '600x600x24';

/** The tool bar limits how narrow a window can be, and the tests need windows as narrow as a phone. */
const smallBars = `button, entry {
  min-width: 0;
  min-height: 0;
  margin: 0;
  padding: 0;
  border-width: 0;
  font-size: 1px;
  -gtk-icon-transform: scale(0.01);
}
`;

async function firstLine(child: ChildProcess, from: Readable): Promise<string> {
  const ended = once(child, 'exit').then(() => {
    throw new Error(`${child.spawnfile} ended at once`);
  });
  const [chunk] = (await Promise.race([once(from, 'data'), ended])) as [Buffer];
  ended.catch(() => undefined);
  return String(chunk).trim();
}
