import { css } from 'lit';

/** A pulsing placeholder for content that is being loaded. */
export const skeleton = css`
  .skeleton {
    border-radius: calc(var(--_radius) / 2);
    background: var(--_subtle);
    animation: pulse 1.6s ease-in-out infinite alternate;
  }

  @keyframes pulse {
    to {
      opacity: 0.55;
    }
  }
`;
