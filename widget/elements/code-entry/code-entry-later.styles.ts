import { css } from 'lit';

export const codeEntryLaterStyles = css`
  .entry > .field input {
    max-inline-size: 360px;
  }

  .field input[name='backupCode'] {
    direction: ltr;
    font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
  }

  .locked {
    display: flex;
    gap: 12px;
    align-items: start;
    inline-size: 100%;
    padding: 12px 16px;
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
  }
`;
