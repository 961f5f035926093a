import { css } from 'lit';

export const stepUpStyles = css`
  /* The element itself takes no room on the page. Long compound words break. */
  :host {
    display: contents;
    overflow-wrap: anywhere;
  }

  h2 {
    font-size: var(--harmony-2fa-heading-size, 1rem);
    font-weight: 600;
    line-height: 1.5;
  }
`;
