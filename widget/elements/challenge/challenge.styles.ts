import { css } from 'lit';

export const challengeStyles = css`
  .challenge {
    display: grid;
    gap: calc(5 * var(--_space));
    max-inline-size: 400px;
  }

  h2 {
    font-size: var(--harmony-2fa-heading-size, 1.25rem);
    font-weight: 600;
    line-height: 1.4;
  }

  form {
    display: grid;
    gap: calc(4 * var(--_space));
    justify-items: start;
  }

  form > .entry,
  .button.primary {
    inline-size: 100%;
  }

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

  .done .count {
    color: var(--_muted);
  }

  .done .low,
  .done .gone {
    color: var(--_warning);
  }
`;
