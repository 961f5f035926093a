import {
  adoptStyles,
  supportsAdoptingStyleSheets,
  type CSSResult,
  type LitElement,
  type ReactiveController,
} from 'lit';

/**
 * The style sheets of one element, in whichever document it is: a sheet belongs to the document that made it, and the
 * browser takes all of them away from an element that moves to another one.
 *
 * Owns: adding them. Does not own the list on the tree: what extensions and the page's tools have put there stays.
 */
export class StyleController implements ReactiveController {
  #document: Document | null = null;

  constructor(
    private readonly host: LitElement,
    private styles: readonly CSSResult[],
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    const { ownerDocument } = this.host;
    if (ownerDocument === this.#document) return;
    this.#document = ownerDocument;
    this.#adopt(this.styles);
  }

  /** Styles of a part that the element has fetched. */
  add(styles: readonly CSSResult[]): void {
    this.styles = [...this.styles, ...styles];
    this.#adopt(styles);
  }

  #adopt(styles: readonly CSSResult[]): void {
    const view = this.#document?.defaultView as typeof globalThis | null | undefined;
    // A document without a window shows nothing.
    if (!view) return;
    const root = this.host.renderRoot as ShadowRoot;
    if (!supportsAdoptingStyleSheets) {
      adoptStyles(root, [...styles]);
      return;
    }
    const sheets = styles.map(({ cssText, styleSheet }) => {
      if (view === window) return styleSheet!;
      const sheet = new view.CSSStyleSheet();
      sheet.replaceSync(cssText);
      return sheet;
    });
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, ...sheets];
  }
}
