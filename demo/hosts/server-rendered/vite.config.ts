import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { createApp } from './server.js';

const fromHere = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The page's script alone, under the name by which the server's HTML asks for it; while it is worked on, the server as well. */
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
