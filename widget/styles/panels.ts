import { css } from 'lit';

/** What the section and the dialogs have in common. */
export const panels = css`
  /* Long compound words break. */
  :host {
    overflow-wrap: anywhere;
  }

  h2 {
    font-size: var(--harmony-2fa-heading-size, 1rem);
    font-weight: 600;
    line-height: 1.5;
  }

  .button.tall {
    min-block-size: var(--_control);
    padding-inline: calc(4.5 * var(--_space));
  }
`;
