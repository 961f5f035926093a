/**
 * Registers a tag once. With a second copy of the package on the page (two bundles, or a script tag beside a bundle) the first
 * definition stays. On a server, which has no registry, it does nothing.
 */
export function defineElement(tag: string, element: CustomElementConstructor): void {
  const registry = globalThis.customElements as CustomElementRegistry | undefined;
  if (!registry) return;
  const known = registry.get(tag);
  if (!known) registry.define(tag, element);
  else if (known !== element) console.warn(`<${tag}> was already defined on this page; the first definition stays.`);
}
