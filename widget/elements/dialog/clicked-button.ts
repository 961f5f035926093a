/**
 * Remembers the button that was clicked last. Safari does not focus a clicked button, so the focused element alone does not identify
 * the opener of a dialog.
 */
export function rememberClicked(host: EventTarget): () => Element | null {
  let clicked: Element | null = null;
  host.addEventListener('click', (event) => {
    const [target] = event.composedPath();
    clicked = target instanceof Element ? target.closest('button') : null;
  });
  return () => clicked;
}
