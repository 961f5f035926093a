import { css } from 'lit';

/** What every element has in common: the page's font family, colour scheme, direction and language, and nothing else that
 * is inherited. */
export const host = css`
  :host {
    all: initial;
    display: block;
    /* What the page says about hiding and about languages goes on. */
    visibility: inherit;
    -webkit-locale: inherit;
    color-scheme: inherit;
    color: var(--_ink);
    font-family: var(--harmony-2fa-font, inherit);
    font-size: var(--harmony-2fa-text-size, 0.875rem);
    /* 14 px on 20. */
    line-height: calc(10 / 7);
    /* No last line of a single word. */
    text-wrap: pretty;
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
