import { css } from 'lit';

/**
 * Styles of every element. It inherits the page's font family, colour scheme, direction, language and visibility, and nothing
 * else.
 */
export const host = css`
  :host {
    all: initial;
    display: block;
    visibility: inherit;
    -webkit-locale: inherit;
    color-scheme: inherit;
    color: var(--_ink);
    font-family: var(--harmony-2fa-font, inherit);
    font-size: var(--harmony-2fa-text-size, 0.875rem);
    /* 14 px on 20. */
    line-height: calc(10 / 7);
    /* Avoids a last line of a single word. */
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

  /* A script focuses these so that a screen reader announces them. */
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

  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation: none !important;
      transition: none !important;
    }
  }
`;
