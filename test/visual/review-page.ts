import { fileName, looks } from './looks.js';
import type { Fault } from './screenshot-runner.js';

export interface Review {
  states: readonly string[];
  /** The files of this run. */
  screenshots: readonly string[];
  faults: readonly Fault[];
  /** Null without `--compare`. */
  comparison: Comparison | null;
}

export interface Comparison {
  changed: { file: string; pixels: number }[];
  added: string[];
  removed: string[];
}

/** One page with the faults, the changes, and each state in all its looks side by side. */
export function reviewPage({ states, screenshots, faults, comparison }: Review): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>How the elements look</title>
<link rel="stylesheet" href="review.css">
<h1>How the elements look</h1>
<p>${states.length} states, ${screenshots.length} screenshots, ${faults.length} faults.</p>
${faultList(faults)}
${comparison ? comparisonSection(comparison) : ''}
<nav>${states.map((state) => `<a href="#${idOf(state)}">${escape(state)}</a>`).join(' · ')}</nav>
${states.map((state) => stateSection(state, screenshots)).join('\n')}
</html>
`;
}

export const reviewStyles = `
  body { margin: 24px; background: #9a9a9f; color: #111; font: 14px/1.5 sans-serif; }
  nav { margin-block: 16px; }
  section { margin-block-start: 40px; }
  .row { display: flex; flex-wrap: wrap; gap: 12px; align-items: start; margin-block: 12px; }
  figure { margin: 0; }
  .narrow img { inline-size: 240px; }
  .wide img { inline-size: 400px; }
  .change img { inline-size: 30vw; }
  figcaption { font-size: 12px; }
`;

function faultList(faults: readonly Fault[]): string {
  const items = faults.map(({ state, look, what }) => `<li>${escape(state)} (${escape(look)}) ${escape(what)}</li>`);
  return items.length > 0 ? `<h2>Faults</h2><ul>${items.join('')}</ul>` : '';
}

function comparisonSection({ changed, added, removed }: Comparison): string {
  const rows = changed.map(
    ({ file, pixels }) => `<h3>${file}, ${pixels} pixels</h3>
<div class="row change">${figure(`before/${file}`, 'before')}${figure(file, 'now')}${figure(`difference/${file}`, 'difference')}</div>`,
  );
  const others = [...added.map((file) => `added: ${file}`), ...removed.map((file) => `removed: ${file}`)];
  return `<h2>${changed.length} changed</h2>
${rows.join('\n')}
<ul>${others.map((text) => `<li>${text}</li>`).join('')}</ul>`;
}

function stateSection(state: string, screenshots: readonly string[]): string {
  const taken = new Set(screenshots);
  const rows = ['', '.end'].flatMap((part) =>
    [360, 1280].map((width) => {
      const figures = looks
        .filter((look) => look.width === width && taken.has(fileName(state, look, part)))
        .map((look) =>
          figure(fileName(state, look, part), `${Object.values(look).join(' ')} ${part && 'scrolled to the end'}`),
        );
      return figures.length > 0 ? `<div class="row ${width < 600 ? 'narrow' : 'wide'}">${figures.join('')}</div>` : '';
    }),
  );
  return `<section id="${idOf(state)}"><h2>${escape(state)}</h2>${rows.join('\n')}</section>`;
}

function figure(file: string, caption: string): string {
  return `<figure><a href="${file}"><img src="${file}" loading="lazy" alt=""></a><figcaption>${caption}</figcaption></figure>`;
}

function idOf(state: string): string {
  return state.replace(/\W+/g, '-');
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
