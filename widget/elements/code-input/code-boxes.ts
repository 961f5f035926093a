import { html, type TemplateResult } from 'lit';
import { defaultLength } from '../../otp/code.js';

/**
 * The painted boxes of a code, with a gap in the middle of an even number.
 *
 * @param start where the selection starts; equal to `end` for a caret, and -1 when the field has no focus
 */
export function codeBoxes(digits: string, size: number, start: number, end: number): TemplateResult[] {
  const half = size >= defaultLength && size % 2 === 0 ? size / 2 : -1;
  return Array.from({ length: size }, (_, index) => {
    const digit = digits[index];
    const selected = index >= start && index < end;
    const caret = start === end && index === Math.min(start, size - 1);
    const active = caret || (selected && end === start + 1);
    const classes = classNames(
      'box',
      index === half && 'apart',
      active && 'active',
      selected && 'selected',
      caret && !digit && 'caret',
    );
    return html`<span class=${classes} part=${active ? 'box box-active' : 'box'}>${digit}</span>`;
  });
}

/** The value of a class attribute, from the names that are not false. */
export function classNames(...names: (string | false)[]): string {
  return names.filter(Boolean).join(' ');
}
