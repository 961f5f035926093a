import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Media } from '../media.js';

/**
 * A screen that nobody sees and a desktop's settings on it, for a browser that has no headless mode and takes dark mode
 * and reduced motion from the desktop alone: GTK reads both from an XSETTINGS manager, while it runs.
 */
export class Desktop {
  /** What a program needs to start on it; nothing of the person's own desktop is read or written. */
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
      // There is no accessibility bus to wait for.
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

  /** Says so to programs that run; each takes its own time to follow. */
  async pretend(media: Media): Promise<void> {
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
    // What a killed browser leaves running for a moment may still write.
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
    // A run that dies must not leave its screen behind.
    process.once('exit', () => child.kill());
    return child;
  }
}

/**
 * Small, and windows may reach past it. With no window manager the keyboard belongs to the window under the pointer, which
 * rests in the middle of the screen: there it is inside even the narrowest window that the tests make.
 */
const screenSize = '600x600x24';

/** A tool bar is as wide as its buttons, and with it the window, which the tests make as narrow as a phone. */
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
