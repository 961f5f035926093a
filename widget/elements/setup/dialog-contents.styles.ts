import { css } from 'lit';

export const dialogContentsStyles = css`
  dialog.large {
    --_size: var(--harmony-2fa-setup-size, 560px);
  }

  h3 {
    font-weight: 600;
  }

  .reasons {
    display: grid;
    gap: calc(3 * var(--_space));
  }

  .reasons li {
    display: flex;
    gap: calc(3 * var(--_space));
    align-items: start;
  }

  .reasons .icon {
    color: var(--_muted);
  }

  .why {
    flex: 1 1 200px;
    color: var(--_muted);
  }

  /* Its room would move a button to a second row while the label of the primary one is longer. */
  .why:empty {
    display: none;
  }

  @media (width < 560px) {
    .why {
      flex-basis: 100%;
    }
  }

  /* The set-up fills the screen of a phone. */
  @media (width < 480px) or (height < 560px) {
    dialog.large {
      inline-size: 100%;
      block-size: 100dvb;
      max-block-size: none;
      margin: 0;
      border: 0;
      border-radius: 0;
    }
  }
`;
