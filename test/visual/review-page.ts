import { fileName, looks } from './looks.js';
import type { Fault } from './photographer.js';

export interface Review {
  states: readonly string[];
  /** Every picture that there is now. */
  pictures: readonly string[];
  faults: readonly Fault[];
  /** Null when there was nothing to compare with. */
  comparison: Comparison | null;
}

export interface Comparison {
  changed: { picture: string; pixels: number }[];
  added: string[];
  gone: string[];
}

/** One page to look at everything: what is wrong, what has changed, then each state in all its looks side by side. */
export function reviewPage({ states, pictures, faults, comparison }: Review): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>How the elements look</title>
<link rel="stylesheet" href="review.css">
<h1>How the elements look</h1>
<p>${states.length} states, ${pictures.length} pictures, ${faults.length} faults.</p>
${faultList(faults)}
${comparison ? comparisonSection(comparison) : ''}
<nav>${states.map((state) => `<a href="#${idOf(state)}">${escape(state)}</a>`).join(' · ')}</nav>
${states.map((state) => stateSection(state, pictures)).join('\n')}
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

function comparisonSection({ changed, added, gone }: Comparison): string {
  const rows = changed.map(
    ({ picture, pixels }) => `<h3>${picture}, ${pixels} pixels</h3>
<div class="row change">${figure(`before/${picture}`, 'before')}${figure(picture, 'now')}${figure(`difference/${picture}`, 'difference')}</div>`,
  );
  const others = [...added.map((picture) => `new: ${picture}`), ...gone.map((picture) => `gone: ${picture}`)];
  return `<h2>${changed.length} changed</h2>
${rows.join('\n')}
<ul>${others.map((text) => `<li>${text}</li>`).join('')}</ul>`;
}

function stateSection(state: string, pictures: readonly string[]): string {
  const there = new Set(pictures);
  const rows = ['', '.end'].flatMap((part) =>
    [360, 1280].map((width) => {
      const figures = looks
        .filter((look) => look.width === width && there.has(fileName(state, look, part)))
        .map((look) => figure(fileName(state, look, part), `${Object.values(look).join(' ')} ${part && 'its end'}`));
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
