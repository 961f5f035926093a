import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pathToFileURL } from 'node:url';
import { build as bundle } from 'esbuild';
import express, { type Express } from 'express';
import { build as viteBuild } from 'vite';
import { HostBuild } from './host-build.js';

const bundled = ['react', 'vue', 'svelte', 'solid', 'angular'] as const;
export const hosts = ['plain', ...bundled, 'server-rendered'] as const;

/** Frameworks whose server rendering is tested, too. */
export const hydrated = ['react', 'vue'] as const;

export type Host = (typeof hosts)[number] | `${(typeof hydrated)[number]} on a server`;

/** Builds the host apps and serves each at its own address. */
export class HostApps {
  readonly #addresses = new Map<Host, string>();
  readonly #servers: Server[] = [];
  readonly #build: HostBuild;

  private constructor(build: HostBuild) {
    this.#build = build;
  }

  static async open(): Promise<HostApps> {
    const apps = new HostApps(await HostBuild.open());
    try {
      await apps.#serveStatic();
      await apps.#serveRendered();
      for (const framework of hydrated) await apps.#serveHydrated(framework);
    } catch (error) {
      await apps.close();
      throw error;
    }
    return apps;
  }

  address(host: Host): string {
    return this.#addresses.get(host)!;
  }

  async close(): Promise<void> {
    for (const server of this.#servers) server.close();
    await this.#build.close();
  }

  async #serveStatic(): Promise<void> {
    // Only the development builds of the frameworks warn of mistakes.
    process.env['NODE_ENV'] = 'development';
    for (const host of bundled) await this.#buildHost(host);
    await this.#bundle("export * from './back-end';", 'demo/hosts', 'built', 'back-end');
    const app = this.#app('built');
    app.use('/plain', express.static(this.#build.path('demo/hosts/plain')));
    const address = await this.#listen(app);
    for (const host of ['plain', ...bundled] as const) this.#addresses.set(host, `${address}/${host}/`);
  }

  async #serveRendered(): Promise<void> {
    await this.#buildHost('server-rendered');
    const file = this.#build.path('demo/hosts/server-rendered/server.ts');
    const { createApp } = (await import(pathToFileURL(file).href)) as { createApp: (assets: string) => Express };
    const app = this.#app('built/none').use(createApp(this.#build.path('built/server-rendered')));
    this.#addresses.set('server-rendered', await this.#listen(app));
  }

  async #serveHydrated(framework: (typeof hydrated)[number]): Promise<void> {
    const file = this.#build.path('test/hosts/hydration', `${framework}.ts`);
    const { render } = (await import(pathToFileURL(file).href)) as { render: () => Promise<string> };
    const html = await render();
    const script = `import { hydrate } from './${framework}'; hydrate(document.querySelector('#app'));`;
    await this.#bundle(script, 'test/hosts/hydration', `built/hydration/${framework}`, 'page');
    const app = this.#app(`built/hydration/${framework}`);
    app.get('/', (_request, response) => {
      response.send(`<!doctype html><html lang="en"><link rel="icon" href="data:,"><h1>${framework}</h1>
        <div id="app">${html}</div><script type="module" src="/page.js"></script></html>`);
    });
    this.#addresses.set(`${framework} on a server`, await this.#listen(app));
  }

  /** Uses the Vite configuration in the host's folder. */
  async #buildHost(host: string): Promise<void> {
    await viteBuild({
      root: this.#build.path('demo/hosts', host),
      base: './',
      logLevel: 'warn',
      build: { outDir: this.#build.path('built', host), emptyOutDir: true, chunkSizeWarningLimit: 4000 },
    });
  }

  async #bundle(contents: string, from: string, to: string, name: string): Promise<void> {
    await bundle({
      stdin: { contents, resolveDir: this.#build.path(from), sourcefile: 'page.js' },
      outdir: this.#build.path(to),
      entryNames: name,
      bundle: true,
      splitting: true,
      format: 'esm',
      target: 'es2022',
      define: {
        'process.env.NODE_ENV': '"development"',
        __VUE_OPTIONS_API__: 'true',
        __VUE_PROD_DEVTOOLS__: 'false',
        __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'true',
      },
      logLevel: 'warning',
    });
  }

  /** Serves the single file at two addresses, because the browser treats the second one as another module. */
  #app(folder: string): Express {
    const copy = this.#build.path('node_modules/harmony-2fa/dist/harmony-2fa.js');
    const app = express();
    app.get(['/harmony-2fa.js', '/second-copy.js'], (_request, response) => response.sendFile(copy));
    app.use(express.static(this.#build.path(folder)));
    return app;
  }

  async #listen(app: Express): Promise<string> {
    const server = app.listen(0, '127.0.0.1');
    this.#servers.push(server);
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }
}
