/*
 * The section about the page alone: `npm run build && npm run bench:page`.
 */
import { measurePage } from '../sections/page.js';

const { goals, figures } = await measurePage('');
for (const { what, goal, measured, reached } of goals) {
  process.stdout.write(`${reached ? 'reached' : 'MISSED '}  ${what}: ${measured} (${goal})\n`);
}
for (const { what, measured } of figures) process.stdout.write(`         ${what}: ${measured}\n`);
if (goals.some(({ reached }) => !reached)) process.exitCode = 1;
