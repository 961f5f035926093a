import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import type { Section } from './section.js';

const folder = join(import.meta.dirname, '..', '..', 'dist', 'bench');
const packages = join(import.meta.dirname, 'peers', 'node_modules');

/** Writes one self-contained page with the tables and the curves. @returns its path */
export async function writeReport(sections: readonly Section[]): Promise<string> {
  const scripts = await Promise.all(
    ['d3/dist/d3.min.js', '@observablehq/plot/dist/plot.umd.min.js'].map((path) =>
      readFile(join(packages, path), 'utf8'),
    ),
  );
  const file = join(folder, 'index.html');
  await mkdir(folder, { recursive: true });
  await writeFile(file, page(sections, scripts));
  return file;
}

function page(sections: readonly Section[], scripts: readonly string[]): string {
  const machine = `${availableParallelism()} cores of ${cpus()[0]?.model.trim() || 'an unnamed kind'}`;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width" />
<title>harmony-2fa: speed</title>
<style>${styles}</style>
<main>
<h1>Speed</h1>
<p>Measured ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC with Node ${process.version} on ${text(machine)}.
The rounds of compared subjects alternate in one run. Brackets hold the minimum and the maximum of the rounds.</p>
${sections.map(sectionOf).join('\n')}
</main>
${scripts.map((script) => `<script>${script}</script>`).join('\n')}
<script>${drawing}</script>
</html>
`;
}

function sectionOf({ title, goals, figures, curves }: Section): string {
  return `<section>
<h2>${text(title)}</h2>
${goals.length > 0 ? table(['', 'Goal', 'Measured', 'Reached'], goals.map(goalCells)) : ''}
${
  figures.length > 0
    ? table(
        ['', 'Measured'],
        figures.map(({ what, measured }) => [what, measured]),
      )
    : ''
}
${curves.map((curve) => `<figure data-curve="${text(JSON.stringify(curve))}"><figcaption>${text(curve.title)}</figcaption></figure>`).join('\n')}
</section>`;
}

function goalCells({ what, goal, measured, reached }: Section['goals'][number]): string[] {
  return [what, goal, measured, reached ? 'yes' : 'no'];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const [first, ...others] = head.map((cell) => `<th scope="col">${text(cell)}</th>`);
  const body = rows.map(
    ([what = '', ...cells]) =>
      `<tr><th scope="row">${text(what)}</th>${cells.map((cell) => `<td>${text(cell)}</td>`).join('')}</tr>`,
  );
  return `<div class="wide" tabindex="0"><table><thead><tr>${first}${others.join('')}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
}

function text(value: string): string {
  return value.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

const styles = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { margin: 0; }
main { max-width: 60rem; margin: auto; padding: 1rem; }
h2 { margin-top: 3rem; }
.wide { overflow-x: auto; margin-block: 1rem; }
table { border-collapse: collapse; width: 100%; font-size: 0.875rem; }
th, td { padding: 0.375rem 0.75rem 0.375rem 0; text-align: start; vertical-align: top; border-bottom: 1px solid #8885; }
tbody th { font-weight: normal; }
figure { margin: 2rem 0 0; }
figcaption { font-weight: 600; margin-bottom: 0.5rem; }
figure > figure { margin: 0; }
svg { background: none; max-width: 100%; height: auto; }`;

/** Runs in the page, and draws each curve below its title. */
const drawing = `
for (const figure of document.querySelectorAll('[data-curve]')) {
  const { x, y, series } = JSON.parse(figure.dataset.curve);
  const points = series.flatMap(({ name, points }) => points.map(([at, value]) => ({ name, at, value })));
  // A short axis names each place, so that it has no round 1.5.
  const places = [...new Set(points.map(({ at }) => at))];
  const ticks = !x.logarithmic && places.length <= 10 ? places : Math.min(7, figure.clientWidth / 100);
  figure.append(
    Plot.plot({
      width: figure.clientWidth,
      height: 360,
      marginLeft: 60,
      marginBottom: 45,
      style: { fontSize: '13px' },
      color: { legend: true, scheme: 'Observable10', domain: series.map(({ name }) => name) },
      x: { label: x.label, type: x.logarithmic ? 'log' : 'linear', ticks, tickFormat: x.logarithmic ? undefined : '~s', grid: true },
      y: { label: y.label, zero: true, nice: true, grid: true },
      marks: [
        Plot.ruleY([0]),
        Plot.lineY(points, { x: 'at', y: 'value', stroke: 'name', strokeWidth: 2, marker: 'dot' }),
      ],
    }),
  );
}`;
