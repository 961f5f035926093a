import { css } from 'lit';

export const enrolmentStyles = css`
  /* Long compound words break. */
  :host {
    overflow-wrap: anywhere;
  }

  .enrolment {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(6 * var(--_space));
    max-inline-size: var(--harmony-2fa-setup-size, 560px);
  }

  h2 {
    font-size: var(--harmony-2fa-heading-size, 1.25rem);
    font-weight: 600;
    line-height: 1.4;
  }

  .head {
    display: grid;
    gap: var(--_space);
  }

  .end {
    display: grid;
    gap: calc(4 * var(--_space));
    justify-items: start;
  }

  .why {
    color: var(--_muted);
  }

  .why:empty {
    display: none;
  }

  .button.primary {
    inline-size: 100%;
  }

  .done {
    display: flex;
    gap: calc(2 * var(--_space));
    align-items: start;
  }

  .done .ok {
    color: var(--_success);
  }

  .skeleton.square {
    inline-size: var(--harmony-2fa-qr-size, 192px);
    block-size: var(--harmony-2fa-qr-size, 192px);
  }

  .skeleton.line {
    inline-size: min(100%, 360px);
    block-size: 20px;
  }

  /* In a narrow column of a wide page the text goes below the code. */
  @media (width >= 560px) {
    .scan {
      display: flex;
      flex-wrap: wrap;
    }

    .scan harmony-2fa-qr-code {
      flex: none;
      order: -1;
    }

    .scan-text {
      flex: 1 1 200px;
    }

    .key {
      flex: 1 1 100%;
    }
  }
`;
