import { css } from 'lit';

/** Text fields with their label, hint and error. */
export const fields = css`
  .field {
    display: grid;
    gap: calc(1.5 * var(--_space));
  }

  .field label {
    font-weight: 600;
    line-height: 1.5rem;
  }

  .field input {
    inline-size: 100%;
    min-block-size: var(--_control);
    padding: calc(2 * var(--_space)) calc(3 * var(--_space));
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
`;
