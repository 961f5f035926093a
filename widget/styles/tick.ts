import { css } from 'lit';

/** A check box with its label. */
export const tick = css`
  .tick {
    display: flex;
    align-items: center;
    gap: calc(2.5 * var(--_space));
    min-block-size: var(--_control);
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
`;
