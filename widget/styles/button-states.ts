import { css } from 'lit';

/** Buttons and links under a pointer, and while they cannot be used: what comes after the first look. */
export const buttonStates = css`
  .button {
    transition: background-color 120ms;
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

  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation: none !important;
      transition: none !important;
    }
  }
`;
