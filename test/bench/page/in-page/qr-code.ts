import { painted } from './frames.js';

const code = document.querySelector<HTMLElement & { value: string }>('harmony-2fa-qr-code')!;

/** In the page: milliseconds from setting a text to the painted frame with its QR code. */
export async function draw(text: string): Promise<number> {
  const pathOf = () => code.shadowRoot!.querySelector('path')?.getAttribute('d');
  const before = pathOf();
  const drawn = new Promise<void>((resolve) => {
    const changes = new MutationObserver(() => {
      const path = pathOf();
      if (!path || path === before) return;
      changes.disconnect();
      resolve();
    });
    changes.observe(code.shadowRoot!, { attributes: true, childList: true, subtree: true });
  });
  const start = performance.now();
  code.value = text;
  await drawn;
  return (await painted()) - start;
}
