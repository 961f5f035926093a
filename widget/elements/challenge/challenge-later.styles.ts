import { css } from 'lit';

export const challengeLaterStyles = css`
  .done {
    display: grid;
    gap: calc(2 * var(--_space));
  }

  .done p {
    display: flex;
    gap: calc(2 * var(--_space));
    align-items: start;
  }

  .done .ok {
    color: var(--_success);
  }

  .done .low {
    color: var(--_warning);
  }
`;
