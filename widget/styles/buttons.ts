import { css } from 'lit';

/** Buttons, links and icons. One strong action per view: the rest are outlined or plain links. */
export const buttons = css`
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: calc(2 * var(--_space));
    min-block-size: calc(var(--_control) - 2 * var(--_space));
    padding: calc(1.5 * var(--_space)) calc(3.5 * var(--_space));
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: transparent;
    color: var(--_ink);
    font: inherit;
    font-weight: 500;
    text-align: center;
    text-decoration: none;
    cursor: pointer;
    transition: background-color 120ms;
  }

  .button:hover {
    background: var(--_subtle);
  }

  .button.primary {
    min-block-size: var(--_control);
    padding-inline: calc(5 * var(--_space));
    border-color: var(--_primary);
    background: var(--_primary);
    color: var(--_primary-ink);
  }

  .button.primary:hover {
    background: color-mix(in srgb, var(--_primary) 86%, var(--_ground));
  }

  .button:disabled,
  .button[aria-disabled='true'] {
    opacity: 0.45;
    cursor: default;
  }

  .link {
    min-block-size: 24px;
    padding: calc(0.5 * var(--_space)) 0;
    border: 0;
    background: none;
    color: var(--_ink);
    font: inherit;
    font-weight: 500;
    text-align: start;
    text-decoration: underline;
    text-decoration-color: var(--_border);
    text-decoration-thickness: 1px;
    text-underline-offset: 3px;
    cursor: pointer;
  }

  .link:hover {
    text-decoration-color: currentColor;
  }

  :is(.button, .link):focus-visible {
    outline: 2px solid var(--_focus);
    outline-offset: 2px;
  }

  .icon {
    flex: none;
    inline-size: 20px;
    block-size: 20px;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.5;
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  @media (forced-colors: active) {
    .button.primary {
      border-width: 2px;
    }

    .button:disabled,
    .button[aria-disabled='true'] {
      border-color: GrayText;
      color: GrayText;
      opacity: 1;
    }
  }

  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation: none !important;
      transition: none !important;
    }
  }
`;
