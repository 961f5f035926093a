/** In the page: the time after the next frame is painted. Frame callbacks run before the paint, and a message arrives after it. */
export function painted(): Promise<number> {
  return new Promise((resolve) =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        // An open channel stays on the measured heap.
        port1.close();
        resolve(performance.now());
      };
      port2.postMessage(null);
    }),
  );
}

/** Checks in each frame until `look` finds something. */
export async function until<Found>(look: () => Found | null | undefined): Promise<Found> {
  for (;;) {
    const found = look();
    if (found) return found;
    await painted();
  }
}

/** The first match in a tree or in a shadow tree below it. */
export function find<Found extends Element>(root: ParentNode, selector: string): Found | null {
  const match = root.querySelector<Found>(selector);
  if (match) return match;
  for (const { shadowRoot } of root.querySelectorAll('*')) {
    const inside = shadowRoot && find<Found>(shadowRoot, selector);
    if (inside) return inside;
  }
  return null;
}
