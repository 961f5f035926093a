/**
 * Calls back in a moment, unless the element is on the page again by then. Routers and morphs move an element by taking it out
 * and putting it back, which is no reason to forget what a person has typed.
 */
export function whenGone(element: { readonly isConnected: boolean }, forget: () => void): void {
  setTimeout(() => element.isConnected || forget());
}
