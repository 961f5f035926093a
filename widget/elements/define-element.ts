import { version } from '../version.js';

/**
 * Registers a tag once, and puts the version on its class. The first definition of a tag stays: a second copy of the package on
 * the page (two bundles, or a script tag beside a bundle) warns with both versions. On a server there is no registry, and
 * nothing happens.
 */
export function defineElement(tag: string, element: CustomElementConstructor): void {
  const registry = globalThis.customElements as CustomElementRegistry | undefined;
  if (!registry) return;
  const known = registry.get(tag) as { version?: string } | undefined;
  if (!known) registry.define(tag, Object.assign(element, { version }));
  else if (known !== element) {
    console.warn(`<${tag}> was already defined on this page: version ${known.version} stays, ${version} is ignored.`);
  }
}
