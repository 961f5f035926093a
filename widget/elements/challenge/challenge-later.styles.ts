import { css } from 'lit';

export const challengeLaterStyles = css`
  .done {
    display: grid;
    gap: 8px;
  }

  .done p {
    display: flex;
    gap: 8px;
    align-items: start;
  }

  .done .ok {
    color: var(--_success);
  }

  .done .low {
    color: var(--_warning);
  }
`;
