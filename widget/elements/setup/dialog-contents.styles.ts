import { css } from 'lit';

export const dialogContentsStyles = css`
  h3 {
    font-weight: 600;
  }

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

  .stack {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(4 * var(--_space));
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

  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: calc(2 * var(--_space));
    justify-content: end;
    align-items: center;
  }

  .why {
    flex: 1 1 200px;
    color: var(--_muted);
  }

  @media (width < 560px) {
    .buttons > .button {
      flex: 1 1 auto;
    }

    .why {
      flex-basis: 100%;
    }
  }
`;
