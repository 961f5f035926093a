import { css } from 'lit';

/** A place that breathes while its content is loaded. */
export const skeleton = css`
  .skeleton {
    border-radius: calc(var(--_radius) / 2);
    background: var(--_subtle);
    animation: breathe 1.6s ease-in-out infinite alternate;
  }

  @keyframes breathe {
    to {
      opacity: 0.55;
    }
  }
`;
