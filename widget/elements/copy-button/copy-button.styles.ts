import { css } from 'lit';

export const copyButtonStyles = css`
  :host {
    display: inline-grid;
    justify-items: start;
    gap: calc(1.5 * var(--_space));
  }

  .icon {
    inline-size: 16px;
    block-size: 16px;
  }

  .icon.done {
    color: var(--_success);
  }
`;
