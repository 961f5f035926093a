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
`;
