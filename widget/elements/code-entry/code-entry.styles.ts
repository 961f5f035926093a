import { css } from 'lit';

export const codeEntryStyles = css`
  .entry {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(3 * var(--_space));
  }

  .entry > * {
    inline-size: 100%;
  }
`;
