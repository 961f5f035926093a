import { css } from 'lit';

/** Buttons, fields and the tick box. One strong action per view: the rest are outlined or plain links. */
export const controls = css`
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-block-size: 36px;
    padding: 6px 14px;
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
    min-block-size: 44px;
    padding-inline: 20px;
    border-color: var(--_primary);
    background: var(--_primary);
    color: var(--_primary-ink);
  }

  .button.primary:hover {
    background: color-mix(in srgb, var(--_primary) 86%, var(--_ground));
  }

  .button.danger {
    min-block-size: 44px;
    padding-inline: 20px;
    border-color: var(--_danger-ground);
    background: var(--_danger-ground);
    color: var(--_danger-ink);
  }

  .button.danger:hover {
    background: color-mix(in srgb, var(--_danger-ground) 88%, black);
  }

  .button.loses {
    border-color: transparent;
    color: var(--_danger);
  }

  .button.loses:hover {
    background: color-mix(in srgb, var(--_danger) 10%, transparent);
  }

  .button.tall {
    min-block-size: 44px;
    padding-inline: 18px;
  }

  .button:disabled,
  .button[aria-disabled='true'] {
    opacity: 0.45;
    cursor: default;
  }

  .link {
    min-block-size: 24px;
    padding: 2px 0;
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

  :is(.button, .link, .field input, .tick input, summary):focus-visible {
    outline: 2px solid var(--_focus);
    outline-offset: 2px;
  }

  .field {
    display: grid;
    gap: 6px;
  }

  .field label {
    font-weight: 600;
    line-height: 1.5rem;
  }

  .field input {
    inline-size: 100%;
    min-block-size: 44px;
    padding: 8px 12px;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_field);
    color: var(--_ink);
    /* iOS zooms into fields under 16 px. */
    font: inherit;
    font-size: 1rem;
  }

  .field input[aria-invalid='true'] {
    border-color: var(--_danger);
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
