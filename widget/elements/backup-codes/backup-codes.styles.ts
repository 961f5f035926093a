import { css } from 'lit';

export const backupCodesStyles = css`
  .backup-codes {
    display: grid;
    gap: calc(3 * var(--_space));
  }

  .codes {
    /* Two columns, or one where there is no room for two. */
    columns: 12.28em 2;
    column-gap: calc(6 * var(--_space));
    padding: calc(3 * var(--_space)) calc(4 * var(--_space));
    border: 1px solid var(--_hairline);
    border-radius: var(--_radius);
    background: var(--_subtle);
  }

  .codes li {
    display: flex;
    gap: calc(3 * var(--_space));
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
    font: 1em/1.25rem var(--harmony-2fa-code-font, ui-monospace, SFMono-Regular, Menlo, Consolas, monospace);
    user-select: text;
    white-space: nowrap;
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: calc(2 * var(--_space));
    align-items: start;
  }

  .actions .icon {
    inline-size: 16px;
    block-size: 16px;
  }
`;
