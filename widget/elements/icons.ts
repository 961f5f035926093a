import { html, type TemplateResult } from 'lit';

/*
 * The path data of the icons, on a 20 × 20 grid. Each is a constant, so that a bundle contains only the icons that it uses. They are
 * inline, because a strict content policy refuses images from `data:`.
 */
export const check = 'm4.5 10.5 3.5 3.5 7.5-8';
export const close = 'm5 5 10 10M15 5 5 15';
export const copy =
  'M9.5 7.5H14a2 2 0 0 1 2 2V14a2 2 0 0 1-2 2H9.5a2 2 0 0 1-2-2V9.5a2 2 0 0 1 2-2zm3-3h-6a2 2 0 0 0-2 2v6';
export const download = 'M10 4v8.5m-3.5-3 3.5 3.5 3.5-3.5M4.5 16h11';
export const lock =
  'M6.5 9h7a2 2 0 0 1 2 2v3.5a2 2 0 0 1-2 2h-7a2 2 0 0 1-2-2V11a2 2 0 0 1 2-2M7 9V6.5a3 3 0 0 1 6 0V9';
export const monitor =
  'M5 4h10a1.5 1.5 0 0 1 1.5 1.5v6A1.5 1.5 0 0 1 15 13H5a1.5 1.5 0 0 1-1.5-1.5v-6A1.5 1.5 0 0 1 5 4m5 9v3.5m-3 0h6';
export const people =
  'M5 7a2.5 2.5 0 0 0 5 0 2.5 2.5 0 0 0-5 0m-2.5 9a5 5 0 0 1 10 0M13 4.8a2.5 2.5 0 0 1 0 4.4m2 2.6a5 5 0 0 1 2.5 4.2';
export const print = 'M6.5 7.5v-4h7v4m-7 6h-2v-6h11v6h-2m-7-2.5h7v6h-7z';
export const shield = 'M10 2.5 4 4.8v4.4c0 3.8 2.4 6.7 6 8.3 3.6-1.6 6-4.5 6-8.3V4.8zM7.3 9.8l2 2 3.4-3.8';
export const warning = 'M10 3.5 2.8 16h14.4zM10 8.5v3.5m0 2v.5';

/** An icon beside a text of the same meaning: it is hidden from assistive technology. */
export function icon(path: string, className = ''): TemplateResult {
  return html`<svg class="icon ${className}" viewBox="0 0 20 20" aria-hidden="true"><path d=${path} /></svg>`;
}
