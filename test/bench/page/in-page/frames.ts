/** In the page: when the frame after this has been painted. A message comes after the paint that a frame's callbacks precede. */
export function painted(): Promise<number> {
  return new Promise((resolve) =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        // An open channel would stay on the heap that is measured.
        port1.close();
        resolve(performance.now());
      };
      port2.postMessage(null);
    }),
  );
}

/** Looks once each frame until there is something. */
export async function until<Found>(look: () => Found | null | undefined): Promise<Found> {
  for (;;) {
    const found = look();
    if (found) return found;
    await painted();
  }
}

/** The first match in a tree or in any shadow tree below. */
export function find<Found extends Element>(root: ParentNode, selector: string): Found | null {
  const match = root.querySelector<Found>(selector);
  if (match) return match;
  for (const { shadowRoot } of root.querySelectorAll('*')) {
    const inside = shadowRoot && find<Found>(shadowRoot, selector);
    if (inside) return inside;
  }
  return null;
}
