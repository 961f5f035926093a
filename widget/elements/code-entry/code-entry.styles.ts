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

  .entry > .field input {
    max-inline-size: 360px;
  }

  .field input[name='backupCode'] {
    direction: ltr;
    font-family: var(--harmony-2fa-code-font, ui-monospace, SFMono-Regular, Menlo, Consolas, monospace);
  }

  .locked {
    display: flex;
    gap: calc(3 * var(--_space));
    align-items: start;
    inline-size: 100%;
    padding: calc(3 * var(--_space)) calc(4 * var(--_space));
    border: 1px solid var(--_hairline);
    border-radius: var(--_radius);
    background: var(--_subtle);
  }

  .locked .icon {
    color: var(--_warning);
  }

  .locked .clock {
    margin-inline-start: auto;
    font-variant-numeric: tabular-nums;
    font-weight: 600;
    white-space: nowrap;
  }
`;
