/** How the clipboard of a page behaves. `absent`: as on plain http. */
export type Clipboard = 'works' | 'refuses' | 'absent';

/**
 * Replaces the browser's clipboard, which a test cannot read in every headless browser.
 *
 * @returns the copied texts, in order
 */
export function useClipboard(kind: Clipboard): string[] {
  const copied: string[] = [];
  const writeText = (text: string): Promise<void> => {
    if (kind === 'refuses') return Promise.reject(new DOMException('refused', 'NotAllowedError'));
    copied.push(text);
    return Promise.resolve();
  };
  Object.defineProperty(navigator, 'clipboard', {
    configurable: true,
    value: kind === 'absent' ? undefined : { writeText },
  });
  return copied;
}

// The own property hides the browser's one on the prototype. Deleting it restores the browser's clipboard.
afterEach(() => {
  Reflect.deleteProperty(navigator, 'clipboard');
});
