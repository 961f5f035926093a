import { css } from 'lit';

/** The primary button of a destructive action. It needs the tokens of dialogs. */
export const dangerButton = css`
  .button.danger {
    min-block-size: var(--_control);
    padding-inline: calc(5 * var(--_space));
    border-color: var(--_danger-ground);
    background: var(--_danger-ground);
    color: var(--_danger-ink);
  }

  .button.danger:hover {
    background: color-mix(in srgb, var(--_danger-ground) 88%, black);
  }
`;
