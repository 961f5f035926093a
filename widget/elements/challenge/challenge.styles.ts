import { css } from 'lit';

export const challengeStyles = css`
  .challenge {
    display: grid;
    gap: 20px;
    max-inline-size: 400px;
  }

  h2 {
    font-size: 1.25rem;
    line-height: 1.75rem;
  }

  form {
    display: grid;
    gap: 16px;
    justify-items: start;
  }

  form > .entry,
  .button.primary {
    inline-size: 100%;
  }

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

  .skeleton {
    border-radius: var(--_radius);
    background: var(--_subtle);
  }

  .skeleton.line {
    inline-size: 280px;
    max-inline-size: 100%;
    block-size: 20px;
  }

  .skeleton.boxes {
    inline-size: 312px;
    max-inline-size: 100%;
    block-size: 52px;
  }

  .skeleton.action {
    inline-size: 100%;
    block-size: 44px;
  }
`;
