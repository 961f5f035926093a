import { css } from 'lit';

export const codeEntryStyles = css`
  .entry {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(3 * var(--_space));
    justify-items: start;
  }

  .entry > .field,
  .entry > harmony-2fa-code-input {
    inline-size: 100%;
  }
`;
