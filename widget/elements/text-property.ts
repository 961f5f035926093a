import type { PropertyDeclaration } from 'lit';

/** A text that a page has set, or '' for anything else: a symbol or an object would throw where it is shown. */
export function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/**
 * Declares a text that shows in its attribute; what is no text takes the attribute away. A default does not show: the
 * attribute is the page's, and without it the default is meant.
 */
export const reflectedText: PropertyDeclaration = {
  reflect: true,
  useDefault: true,
  converter: { toAttribute: (value: unknown) => (typeof value === 'string' ? value : null) },
};
