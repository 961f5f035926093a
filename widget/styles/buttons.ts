import { css } from 'lit';

/** The class of the strong button of a view: `danger` where something is lost. */
export type StrongButton = 'primary' | 'danger';

/** Buttons, links and the focus ring of all controls. A view has one primary button; the others are outlined or links. */
export const buttons = css`
  .button,
  .link {
    color: var(--_ink);
    font: inherit;
    font-weight: 500;
    cursor: pointer;
  }

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
    text-align: center;
    text-decoration: none;
    transition: background-color 120ms;
  }

  .button.primary {
    min-block-size: var(--_control);
    padding-inline: calc(5 * var(--_space));
    border-color: var(--_primary);
    background: var(--_primary);
    color: var(--_primary-ink);
  }

  /* A quiet button with the height of the primary one. */
  .button.tall {
    min-block-size: var(--_control);
    padding-inline: calc(4.5 * var(--_space));
  }

  .link {
    min-block-size: 24px;
    padding: calc(0.5 * var(--_space)) 0;
    border: 0;
    background: none;
    text-align: start;
    text-decoration: underline;
    text-decoration-color: var(--_border);
    text-decoration-thickness: 1px;
    text-underline-offset: 3px;
  }

  :is(a, button, input):focus-visible {
    outline: 2px solid var(--_focus);
    outline-offset: 2px;
  }

  .button:hover {
    background: var(--_subtle);
  }

  .button.primary:hover {
    background: color-mix(in srgb, var(--_primary) 86%, var(--_ground));
  }

  .button:disabled,
  .button[aria-disabled='true'] {
    opacity: 0.45;
    cursor: default;
  }

  /* The focus ring fades with its button, and keeps a contrast of 3:1 (WCAG 2.2 1.4.11). */
  .button[aria-disabled='true']:focus-visible {
    opacity: 0.7;
  }

  .link:hover {
    text-decoration-color: currentColor;
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
`;
