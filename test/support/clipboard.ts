/** What a page finds as its clipboard. `absent`: as on plain http. */
export type Clipboard = 'works' | 'refuses' | 'absent';

/**
 * Puts another clipboard in the place of the browser's, which headless browsers keep to themselves.
 *
 * @returns every text that was copied
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

// Its own property on the object hides the browser's on the prototype; without it, that one is back.
afterEach(() => {
  Reflect.deleteProperty(navigator, 'clipboard');
});
