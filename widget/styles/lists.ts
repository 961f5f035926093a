import { css } from 'lit';

/** Resets lists and small headings to plain text. */
export const lists = css`
  h3,
  ol,
  ul {
    margin: 0;
    padding: 0;
    font-size: inherit;
    font-weight: inherit;
    list-style: none;
  }
`;
