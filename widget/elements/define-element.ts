/**
 * Registers a tag once. A second copy of the package on the page (two bundles, a script tag beside a bundle) finds the
 * tag taken and leaves it alone; on a server there is no registry and nothing happens.
 */
export function defineElement(tag: string, element: CustomElementConstructor): void {
  const registry = globalThis.customElements as CustomElementRegistry | undefined;
  if (!registry) return;
  const known = registry.get(tag);
  if (!known) registry.define(tag, element);
  else if (known !== element) console.warn(`<${tag}> was already defined on this page; the first definition stays.`);
}
