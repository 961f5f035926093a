import type { PropertyDeclaration } from 'lit';

/** A text that a page has set; '' for any other value, since a symbol or an object may throw when it is rendered. */
export function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/**
 * A text property that is reflected to its attribute. The default is not reflected, and a value that is no text removes the
 * attribute.
 */
export const reflectedText: PropertyDeclaration = {
  reflect: true,
  useDefault: true,
  converter: { toAttribute: (value: unknown) => (typeof value === 'string' ? value : null) },
};
