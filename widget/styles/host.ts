import { css } from 'lit';

/** What every element has in common: the page's font, its own sizes, and nothing inherited by accident. */
export const host = css`
  :host {
    display: block;
    color: var(--_ink);
    font-family: var(--harmony-2fa-font, inherit);
    font-size: var(--harmony-2fa-text-size, 0.875rem);
    font-weight: 400;
    /* 14 px on 20. */
    line-height: calc(10 / 7);
    letter-spacing: normal;
    text-align: start;
    text-indent: 0;
    text-transform: none;
    /* No last line of a single word. */
    text-wrap: pretty;
    white-space: normal;
    word-spacing: normal;
  }

  :host([hidden]) {
    display: none;
  }

  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  h2,
  p {
    margin: 0;
  }

  /* Focused by a program to be announced, not to be operated. */
  [tabindex='-1']:focus {
    outline: none;
  }

  .muted {
    color: var(--_muted);
  }

  .error {
    color: var(--_danger);
  }

  [hidden] {
    display: none !important;
  }
`;
