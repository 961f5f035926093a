import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const fromHere = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Only for `npx vite` in the repository. A site has both files beside the page. */
export default defineConfig({
  resolve: {
    alias: [
      { find: /^.*\/harmony-2fa\.js$/, replacement: fromHere('../../../dist/harmony-2fa.js') },
      { find: /^.*\/back-end\.js$/, replacement: fromHere('../back-end.ts') },
    ],
  },
});
