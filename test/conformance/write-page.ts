import { writeFile } from 'node:fs/promises';
import { pagePath, renderPage } from './page.js';

await writeFile(pagePath, (await renderPage()).right);
