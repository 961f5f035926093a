import { css } from 'lit';

export const copyButtonStyles = css`
  :host {
    display: inline-grid;
    justify-items: start;
    gap: 6px;
  }

  .icon {
    inline-size: 16px;
    block-size: 16px;
  }

  .icon.done {
    color: var(--_success);
  }
`;
