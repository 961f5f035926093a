import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { createApp } from './server.js';

const fromHere = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Builds the page's script under the name in the server's HTML. In development it also serves that HTML. */
export default defineConfig({
  appType: 'custom',
  resolve: { alias: { '/page.js': fromHere('page.ts') } },
  plugins: [
    {
      name: 'server-rendered',
      configureServer: ({ middlewares }) => void middlewares.use(createApp(fromHere('none'))),
    },
  ],
  build: { rolldownOptions: { input: 'page.ts', output: { entryFileNames: '[name].js' } } },
});
