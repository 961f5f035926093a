import { adoptStyles, supportsAdoptingStyleSheets, type CSSResult, type LitElement } from 'lit';

/**
 * Adds style sheets to an element, and adds them again when the element moves to another document: a constructed sheet works
 * only in the document that created it. Keeps the sheets that extensions and the page have added.
 *
 * @returns adds more style sheets
 */
export function addStyles(host: LitElement, styles: CSSResult[]): (more: CSSResult[]) => void {
  let document: Document | undefined;
  const adopt = (added: CSSResult[]): void => {
    // A document without a window is not rendered.
    const view = document?.defaultView as typeof globalThis | null | undefined;
    if (!view) return;
    const root = host.renderRoot as ShadowRoot;
    if (!supportsAdoptingStyleSheets) return adoptStyles(root, added);
    const sheets = added.map(({ cssText, styleSheet }) => {
      if (view === window) return styleSheet!;
      const sheet = new view.CSSStyleSheet();
      sheet.replaceSync(cssText);
      return sheet;
    });
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, ...sheets];
  };
  host.addController({
    hostConnected() {
      if (host.ownerDocument === document) return;
      document = host.ownerDocument;
      adopt(styles);
    },
  });
  return (more) => {
    styles = [...styles, ...more];
    adopt(more);
  };
}
