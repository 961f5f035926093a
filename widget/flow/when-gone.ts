/**
 * Calls `forget` in the next task, unless the element is back on the page. Routers and morphs move an element by removing
 * and inserting it, and the typed text survives such a move.
 */
export function whenGone(element: { readonly isConnected: boolean }, forget: () => void): void {
  setTimeout(() => element.isConnected || forget());
}
