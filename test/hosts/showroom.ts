import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pathToFileURL } from 'node:url';
import { build as bundle } from 'esbuild';
import express, { type Express } from 'express';
import { build } from 'vite';
import { Workshop } from './workshop.js';

const bundled = ['react', 'vue', 'svelte', 'solid', 'angular'] as const;
export const hosts = ['plain', ...bundled, 'server-rendered'] as const;

/** Frameworks whose own server rendering is tried, too. */
export const hydrated = ['react', 'vue'] as const;

export type Host = (typeof hosts)[number] | `${(typeof hydrated)[number]} on a server`;

/** The hosts, built in a workshop and each served at an address. */
export class Showroom {
  readonly #addresses = new Map<Host, string>();
  readonly #servers: Server[] = [];
  readonly #workshop: Workshop;

  private constructor(workshop: Workshop) {
    this.#workshop = workshop;
  }

  static async open(): Promise<Showroom> {
    const showroom = new Showroom(await Workshop.open());
    try {
      await showroom.#serveStatic();
      await showroom.#serveRendered();
      for (const framework of hydrated) await showroom.#serveHydrated(framework);
    } catch (error) {
      await showroom.close();
      throw error;
    }
    return showroom;
  }

  address(host: Host): string {
    return this.#addresses.get(host)!;
  }

  async close(): Promise<void> {
    for (const server of this.#servers) server.close();
    await this.#workshop.close();
  }

  async #serveStatic(): Promise<void> {
    // The frameworks' own development builds: only they warn of what is wrong.
    process.env['NODE_ENV'] = 'development';
    for (const host of bundled) await this.#build(host);
    await this.#bundle("export * from './back-end';", 'demo/hosts', 'built', 'back-end');
    const app = this.#app('built');
    app.use('/plain', express.static(this.#workshop.path('demo/hosts/plain')));
    const address = await this.#listen(app);
    for (const host of ['plain', ...bundled] as const) this.#addresses.set(host, `${address}/${host}/`);
  }

  async #serveRendered(): Promise<void> {
    await this.#build('server-rendered');
    const file = this.#workshop.path('demo/hosts/server-rendered/server.ts');
    const { createApp } = (await import(pathToFileURL(file).href)) as { createApp: (assets: string) => Express };
    const app = this.#app('built/none').use(createApp(this.#workshop.path('built/server-rendered')));
    this.#addresses.set('server-rendered', await this.#listen(app));
  }

  async #serveHydrated(framework: (typeof hydrated)[number]): Promise<void> {
    const file = this.#workshop.path('test/hosts/hydration', `${framework}.ts`);
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

  /** As the host's own folder says, and no other way. */
  async #build(host: string): Promise<void> {
    await build({
      root: this.#workshop.path('demo/hosts', host),
      base: './',
      logLevel: 'warn',
      build: { outDir: this.#workshop.path('built', host), emptyOutDir: true, chunkSizeWarningLimit: 4000 },
    });
  }

  async #bundle(contents: string, from: string, to: string, name: string): Promise<void> {
    await bundle({
      stdin: { contents, resolveDir: this.#workshop.path(from), sourcefile: 'page.js' },
      outdir: this.#workshop.path(to),
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

  /** Each has the package's single file twice, under two names: a second copy is another module to the browser. */
  #app(folder: string): Express {
    const copy = this.#workshop.path('node_modules/harmony-2fa/dist/harmony-2fa.js');
    const app = express();
    app.get(['/harmony-2fa.js', '/second-copy.js'], (_request, response) => response.sendFile(copy));
    app.use(express.static(this.#workshop.path(folder)));
    return app;
  }

  async #listen(app: Express): Promise<string> {
    const server = app.listen(0, '127.0.0.1');
    this.#servers.push(server);
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }
}
