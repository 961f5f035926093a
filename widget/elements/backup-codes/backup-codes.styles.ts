import { css } from 'lit';

export const backupCodesStyles = css`
  .backup-codes {
    display: grid;
    gap: 12px;
  }

  .codes {
    /* Two columns read downwards, one where there is no room. */
    columns: 172px 2;
    column-gap: 24px;
    padding: 12px 16px;
    border: 1px solid var(--_hairline);
    border-radius: var(--_radius);
    background: var(--_subtle);
  }

  .codes li {
    display: flex;
    gap: 12px;
    min-block-size: 28px;
    align-items: center;
    break-inside: avoid;
    font-variant-numeric: tabular-nums;
  }

  .codes .number {
    min-inline-size: 2ch;
    color: var(--_muted);
    text-align: end;
    user-select: none;
  }

  .codes code {
    direction: ltr;
    font:
      0.875rem/1.25rem ui-monospace,
      SFMono-Regular,
      Menlo,
      Consolas,
      monospace;
    user-select: text;
    white-space: nowrap;
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    align-items: start;
  }

  .actions .icon {
    inline-size: 16px;
    block-size: 16px;
  }

  .tick {
    display: flex;
    align-items: center;
    gap: 10px;
    min-block-size: 44px;
    font-weight: 500;
    cursor: pointer;
  }

  .tick input {
    flex: none;
    inline-size: 20px;
    block-size: 20px;
    margin: 0;
    accent-color: var(--_primary);
    cursor: inherit;
  }

  .tick input:focus-visible {
    outline: 2px solid var(--_focus);
    outline-offset: 2px;
  }
`;
