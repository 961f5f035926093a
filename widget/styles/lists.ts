import { css } from 'lit';

/** Lists and small headings as plain as paragraphs: their looks are given where they stand. */
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
