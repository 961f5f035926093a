import { sheetFileName, sheetLines, sheetText, type BackupCodeSheet } from '../../otp/backup-code-sheet.js';

/** Downloads the sheet as a text file. From a blob, since a strict content policy refuses `data:` URLs. */
export function downloadSheet(sheet: BackupCodeSheet, product: string): void {
  const address = URL.createObjectURL(new Blob([sheetText(sheet)], { type: 'text/plain;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = sheetFileName(product);
  link.click();
  // Some browsers read the blob only after the click event.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** Milliseconds until a missing `beforeprint` event counts as a failure. */
const printTimeout = 1000;

/**
 * Prints the sheet from a hidden frame: to print the page itself would need styles in the page's document, and browsers print
 * modal dialogs badly. The frame with the codes is removed after printing.
 *
 * @param opener gets the focus back; the sheet takes its direction
 * @param failed called when the browser does not print: sandboxed frames without `allow-modals` ignore the call, and some in-app
 *   browsers cannot print
 * @returns removes the frame at once
 */
export function printSheet(
  sheet: BackupCodeSheet,
  locale: string,
  opener: HTMLElement,
  failed: () => void,
): () => void {
  const { ownerDocument } = opener;
  const frame = ownerDocument.createElement('iframe');
  frame.setAttribute('aria-hidden', 'true');
  frame.tabIndex = -1;
  Object.assign(frame.style, { position: 'fixed', inlineSize: '0', blockSize: '0', border: '0', visibility: 'hidden' });
  ownerDocument.body.append(frame);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = (): void => {
    clearTimeout(timer);
    // In Chromium and WebKit the frame has the focus, which would be lost. Firefox focuses no hidden frame.
    const focused = ownerDocument.activeElement === frame;
    frame.remove();
    if (focused) opener.focus();
  };
  const giveUp = (): void => {
    end();
    failed();
  };
  try {
    const view = frame.contentWindow!;
    const { document } = view;
    document.title = sheet.title;
    document.documentElement.lang = locale;
    document.documentElement.dir = getComputedStyle(opener).direction;
    document.body.append(sheetNode(sheet, document));
    view.addEventListener('beforeprint', () => clearTimeout(timer));
    view.addEventListener('afterprint', end, { once: true });
    view.focus();
    timer = setTimeout(giveUp, printTimeout);
    view.print();
  } catch {
    // A sandboxed page may have no access to its own frame.
    giveUp();
  }
  return end;
}

/** The text of the sheet. Each code is read left to right in every language. */
function sheetNode(sheet: BackupCodeSheet, document: Document): HTMLElement {
  const node = document.createElement('pre');
  node.setAttribute('translate', 'no');
  Object.assign(node.style, { font: '14pt/1.6 ui-monospace, monospace', whiteSpace: 'pre-wrap' });
  for (const { text, code } of sheetLines(sheet)) {
    const isolated = document.createElement('bdi');
    isolated.dir = 'ltr';
    isolated.textContent = code;
    node.append(text, isolated, '\n');
  }
  return node;
}
