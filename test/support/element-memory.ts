import { elementsIn } from './element-drivers.js';
import { FakeClient } from './fake-client.js';

/**
 * Finds the places where an element still holds a secret: markup of shadow trees, values of fields, and every object that is
 * reachable from the element, with private and Lit's own objects. It does not search the back end.
 */
export function findSecrets(root: HTMLElement, secrets: readonly string[]): string[] {
  const found: string[] = [];
  const seen = new Set<unknown>();
  const tree = [root, ...elementsIn(root)];

  const search = (value: unknown, path: string): void => {
    if (typeof value === 'string') {
      if (secrets.some((secret) => plain(value).includes(plain(secret)))) found.push(path);
      return;
    }
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    if (value instanceof FakeClient || value instanceof Window || value instanceof Node) return;
    seen.add(value);
    if (value instanceof Map || value instanceof Set) search([...(value as Iterable<unknown>)], path);
    searchProperties(value, path);
  };

  const searchProperties = (value: object, path: string): void => {
    for (const key of Reflect.ownKeys(value)) {
      const property = Object.getOwnPropertyDescriptor(value, key);
      if (property && 'value' in property) search(property.value, `${path}.${String(key)}`);
    }
  };

  for (const element of tree) {
    const name = element.localName;
    searchProperties(element, name);
    if (element instanceof HTMLInputElement) search(element.value, `value of ${name}`);
    if (!element.shadowRoot) continue;
    searchProperties(element.shadowRoot, `${name}'s shadow root`);
    search(element.shadowRoot.innerHTML, `markup of ${name}`);
  }
  return found;
}

/** Makes all spellings equal: groups, hyphens, upper and lower case. */
function plain(text: string): string {
  return text.toLowerCase().replaceAll(/[\s-]|%20/g, '');
}
