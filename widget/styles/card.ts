import { css } from 'lit';

/** A card of the preferences: its box, the badge beside a heading, and the message after a change. */
export const card = css`
  .section {
    display: grid;
    gap: calc(4 * var(--_space));
    padding: calc(6 * var(--_space));
    border: 1px solid var(--_hairline);
    border-radius: calc(var(--_radius) * 1.5);
    background: var(--_ground);
  }

  .badge {
    display: inline-flex;
    gap: var(--_space);
    align-items: center;
    padding-inline: calc(1.5 * var(--_space)) calc(2 * var(--_space));
    border: 1px solid currentColor;
    border-radius: 999px;
    color: var(--_success);
    font-size: 0.75rem;
    font-weight: 600;
    line-height: 1.25rem;
  }

  .badge .icon {
    inline-size: 14px;
    block-size: 14px;
    stroke-width: 2;
  }

  .notice {
    display: flex;
    gap: calc(2 * var(--_space));
    align-items: start;
  }

  .notice .icon {
    color: var(--_success);
  }

  [role='status']:empty {
    display: none;
  }

  .button.loses {
    color: var(--_danger);
  }

  .button.loses:hover {
    background: color-mix(in srgb, var(--_danger) 10%, transparent);
  }

  @media (width < 560px) {
    .section {
      padding: calc(4 * var(--_space));
    }
  }
`;
