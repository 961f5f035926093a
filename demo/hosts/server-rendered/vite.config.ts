import { defineConfig } from 'vite';

/** The page's script alone, under the name by which the server's HTML asks for it. */
export default defineConfig({
  build: { rolldownOptions: { input: 'page.ts', output: { entryFileNames: '[name].js' } } },
});
