import { sheetFileName, sheetLines, sheetText, type BackupCodeSheet } from '../../otp/backup-code-sheet.js';

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

/** How long a browser may take until it says that it prints. */
const patience = 1000;

/**
 * Prints the sheet alone, from a frame that holds nothing else: printing the page itself would need styles in the host's
 * document, and a modal dialog prints badly. The frame goes, and the codes with it, once printing is over.
 *
 * @param opener what a person goes on from afterwards; the sheet has its language and direction
 * @param failed called when the browser does not print: a frame without `allow-modals` ignores it without a word, and some
 *   apps show pages without being able to
 * @returns takes the frame away before that
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
    // In Chromium and WebKit the frame takes the focus below, and would take it away; Firefox gives it to no hidden frame.
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
    timer = setTimeout(giveUp, patience);
    view.print();
  } catch {
    // A sandboxed page may not even look into its own frame.
    giveUp();
  }
  return end;
}

/** The text of the sheet, in which each code reads left to right whatever the language does. */
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
