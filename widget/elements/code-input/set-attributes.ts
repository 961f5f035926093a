/**
 * Sets attributes: a boolean adds or removes one, null removes it. An equal attribute is not written, since each write would
 * notify the mutation observer of the field.
 */
export function setAttributes(element: Element, attributes: Record<string, string | boolean | null>): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value !== 'string') element.toggleAttribute(name, Boolean(value));
    else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  }
}
