import { css } from 'lit';

/**
 * Uses the tokens of the page (demo/styles/base.css). The panel is at the end side of a wide screen and a bar at the bottom of a
 * narrow one. If a dialog leaves no space beside it, the panel sticks to the lower edge of the dialog. On a small screen it is
 * the end of the dialog's content, so that it does not cover the QR code and the code field.
 */
export const styles = css`
  :host {
    position: fixed;
    z-index: 10;
    inset-block-end: 24px;
    inset-inline-end: 24px;
    inline-size: 320px;
    font: 14px/20px var(--font);
    color: var(--ink);
    text-align: start;
  }

  * {
    box-sizing: border-box;
  }

  .phone {
    display: flex;
    flex-direction: column;
    max-block-size: calc(100dvh - 48px);
    overflow: hidden;
    border: 1px solid var(--hairline);
    border-radius: 16px;
    background: var(--ground);
  }

  button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-block-size: 36px;
    padding: 4px 12px;
    border: 1px solid var(--border);
    border-radius: var(--radius);
    background: none;
    color: inherit;
    font: inherit;
    font-weight: 500;
    cursor: pointer;
  }

  button:hover {
    background: var(--subtle);
  }

  button:focus-visible {
    outline: 2px solid var(--focus);
    outline-offset: 2px;
  }

  .bar {
    justify-content: flex-start;
    gap: 12px;
    min-block-size: 56px;
    padding: 8px 16px;
    border: 0;
    border-radius: 0;
    background: var(--raised);
    font-weight: 400;
    text-align: start;
  }

  .bar:focus-visible {
    border-radius: 16px;
    outline-offset: -4px;
  }

  .open .bar {
    border-block-end: 1px solid var(--hairline);
  }

  .names {
    flex: 1;
    display: grid;
    min-inline-size: 0;
  }

  strong {
    font-weight: 600;
  }

  small {
    overflow: hidden;
    color: var(--muted);
    font-size: 12px;
    line-height: 16px;
  }

  .owner small {
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .glyph {
    flex: none;
    inline-size: 20px;
    block-size: 20px;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.5;
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  .open .chevron {
    rotate: 180deg;
  }

  .screen {
    display: flex;
    flex-direction: column;
    min-block-size: 0;
    padding: 16px;
    overflow-y: auto;
  }

  .screen[hidden] {
    display: none;
  }

  ul,
  p {
    margin: 0;
    padding: 0;
    list-style: none;
  }

  li {
    padding-block-end: 16px;
    margin-block-end: 16px;
    border-block-end: 1px solid var(--hairline);
  }

  .empty {
    padding-block-end: 16px;
    color: var(--muted);
  }

  .copy {
    padding-inline: 10px;
    white-space: nowrap;
  }

  .owner,
  .running,
  .left {
    display: flex;
    align-items: center;
  }

  .owner {
    gap: 8px;
  }

  .icon {
    min-block-size: 32px;
    inline-size: 32px;
    padding: 0;
    border-color: transparent;
    color: var(--muted);
  }

  .running {
    gap: 8px;
    margin-block-start: 8px;
  }

  .code {
    display: inline-flex;
    gap: 6px;
    font-variant-numeric: tabular-nums;
    font-weight: 600;
    white-space: nowrap;
    user-select: all;
  }

  .running .code {
    font-size: 24px;
    line-height: 32px;
  }

  .spent .code {
    color: var(--muted);
    text-decoration: line-through;
    text-decoration-thickness: 1px;
  }

  .left {
    gap: 4px;
    flex: 1;
    color: var(--muted);
    font-size: 12px;
    line-height: 16px;
  }

  .seconds {
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }

  .ring {
    flex: none;
    inline-size: 20px;
    block-size: 20px;
    fill: none;
    stroke-width: 2.5;
  }

  .track {
    stroke: var(--hairline);
  }

  .rest {
    stroke: var(--ink);
  }

  .last .rest {
    stroke: var(--danger);
  }

  .hint,
  .message {
    margin-block-start: 8px;
    color: var(--muted);
    font-size: 12px;
    line-height: 16px;
  }

  .message:empty {
    display: none;
  }

  .peek {
    font-size: 16px;
  }

  @media (max-width: 1279px) {
    :host([in-dialog]) {
      display: block;
      position: sticky;
      inset: auto;
      /* Sticky positions start inside the padding of the dialog's body. */
      inset-block-end: -12px;
      inline-size: auto;
      margin-block-start: 20px;
    }

    :host([in-dialog]) .phone {
      max-block-size: 50dvh;
    }
  }

  @media (max-width: 599px), (max-width: 1279px) and (max-height: 799px) {
    :host([in-dialog]) {
      position: static;
    }

    :host([in-dialog]) .phone {
      max-block-size: none;
    }
  }

  @media (max-width: 599px) {
    :host(:not([in-dialog])) {
      inset-inline: 0;
      inset-block-end: 0;
      inline-size: auto;
    }

    :host(:not([in-dialog])) .phone {
      max-block-size: 70dvh;
      border-inline: 0;
      border-block-end: 0;
      border-end-start-radius: 0;
      border-end-end-radius: 0;
    }

    button:not(.bar, .icon) {
      min-block-size: 44px;
    }
  }

  @media (forced-colors: active) {
    .track {
      stroke: GrayText;
    }

    .rest,
    .last .rest {
      stroke: CanvasText;
    }
  }
`;
