import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '..', '..');
const run = promisify(execFile);

/** What an adopter has. No other package exists, so an import that the package does not declare fails. */
export interface HostParts {
  /** The packages that the hosts install. */
  packages: readonly string[];
  /** Folders and files of the hosts. */
  paths: readonly string[];
}

const packages = [
  'lit',
  'react',
  'react-dom',
  '@types/react',
  '@types/react-dom',
  'preact',
  'vue',
  '@vitejs/plugin-vue',
  'svelte',
  '@sveltejs/vite-plugin-svelte',
  'solid-js',
  'vite-plugin-solid',
  '@angular/common',
  '@angular/compiler',
  '@angular/core',
  '@angular/platform-browser',
  'rxjs',
  'express',
  '@types/express',
  '@types/node',
  'vite',
  // The demo's back end in memory needs it.
  'otpauth',
];

const paths = ['demo/hosts', 'demo/memory', 'demo/memory-client.ts', 'test/hosts/types', 'test/hosts/hydration'];

/**
 * A folder outside the repository with the package, installed from its tarball as npm would publish it, and with the hosts
 * as an adopter's code.
 */
export class HostBuild {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** Without parts: the front ends of `demo/hosts`. */
  static async open(parts: HostParts = { packages, paths }): Promise<HostBuild> {
    // On some systems the temporary folder is a link, and bundlers follow links: use the real path.
    const build = new HostBuild(await realpath(await mkdtemp(join(tmpdir(), 'harmony-2fa-hosts-'))));
    await Promise.all([build.#installPackage(), build.#linkPackages(parts.packages), build.#copyHosts(parts.paths)]);
    return build;
  }

  path(...names: string[]): string {
    return join(this.folder, ...names);
  }

  async close(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  async #installPackage(): Promise<void> {
    const options = ['--ignore-scripts', '--json', '--pack-destination', this.folder];
    const { stdout } = await run('npm', ['pack', ...options], { cwd: root });
    const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
    const target = this.path('node_modules', 'harmony-2fa');
    await mkdir(target, { recursive: true });
    await run('tar', ['-xzf', this.path(filename), '-C', target, '--strip-components=1']);
  }

  async #linkPackages(names: readonly string[]): Promise<void> {
    for (const name of names) {
      const link = this.path('node_modules', name);
      await mkdir(dirname(link), { recursive: true });
      await symlink(join(root, 'node_modules', name), link);
    }
  }

  async #copyHosts(from: readonly string[]): Promise<void> {
    for (const path of from) await cp(join(root, path), this.path(path), { recursive: true });
    await writeFile(this.path('package.json'), JSON.stringify({ type: 'module', private: true }));
    // The demo's back end imports sources of the widget. Here that import leads to the package.
    await mkdir(this.path('widget', 'client'), { recursive: true });
    await writeFile(this.path('widget', 'client', 'index.ts'), `export * from 'harmony-2fa/client';\n`);
  }
}
