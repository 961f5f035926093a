import { sheetFileName, sheetText, type BackupCodeSheet } from '../../otp/backup-code-sheet.js';

/** Hands the sheet to the browser as a text file. A blob, since a strict content policy takes no `data:` address. */
export function downloadSheet(sheet: BackupCodeSheet, product: string): void {
  const address = URL.createObjectURL(new Blob([sheetText(sheet)], { type: 'text/plain;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = sheetFileName(product);
  link.click();
  // Not at once: some browsers read the blob only after the click has been handled.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/**
 * Prints the sheet alone, from a frame that holds nothing else: printing the page itself would need styles in the host's
 * document, and a modal dialog prints badly. The frame goes, and the codes with it, once printing is over.
 *
 * @param opener what a person goes on from afterwards
 * @returns takes the frame away before that
 */
export function printSheet(sheet: BackupCodeSheet, opener: HTMLElement): () => void {
  const frame = document.createElement('iframe');
  frame.setAttribute('aria-hidden', 'true');
  frame.tabIndex = -1;
  Object.assign(frame.style, { position: 'fixed', inlineSize: '0', blockSize: '0', border: '0', visibility: 'hidden' });
  document.body.append(frame);
  const end = (): void => {
    // In Chromium and WebKit the frame takes the focus below, and would take it away; Firefox gives it to no hidden frame.
    const focused = document.activeElement === frame;
    frame.remove();
    if (focused) opener.focus();
  };
  const view = frame.contentWindow;
  if (!view) {
    end();
    return end;
  }
  const text = view.document.createElement('pre');
  text.textContent = sheetText(sheet);
  Object.assign(text.style, { font: '14pt/1.6 ui-monospace, monospace', whiteSpace: 'pre-wrap' });
  view.document.title = sheet.title;
  view.document.body.append(text);
  view.addEventListener('afterprint', end, { once: true });
  view.focus();
  view.print();
  return end;
}
