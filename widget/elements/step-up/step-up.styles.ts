import { css } from 'lit';

/** The element itself takes no room on the page. */
export const stepUpStyles = css`
  :host {
    display: contents;
  }
`;
