import { css } from 'lit';

export const stepsStyles = css`
  .steps,
  .step,
  .key {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(3 * var(--_space));
  }

  .steps {
    gap: calc(7 * var(--_space));
    counter-reset: step;
  }

  .steps > li {
    display: grid;
    grid-template-columns: 24px minmax(0, 1fr);
    gap: 0 calc(3 * var(--_space));
    counter-increment: step;
  }

  .steps > li::before {
    content: counter(step) / '';
    display: grid;
    place-items: center;
    inline-size: 24px;
    block-size: 24px;
    border: 1px solid var(--_border);
    border-radius: 50%;
    font-size: 0.75rem;
    font-weight: 600;
    line-height: 1;
  }

  .step h3 {
    font-weight: 600;
    line-height: 1.5rem;
  }

  .scan {
    display: grid;
    grid-template: 'qr text' auto 'qr key' 1fr / auto minmax(0, 1fr);
    gap: calc(3 * var(--_space)) calc(5 * var(--_space));
    align-items: start;
  }

  .scan-text {
    display: grid;
    grid-area: text;
    gap: calc(2 * var(--_space));
    justify-items: start;
  }

  .scan harmony-2fa-qr-code {
    grid-area: qr;
  }

  .key {
    grid-area: key;
    justify-items: start;
  }

  .key[data-folded] {
    display: none;
  }

  .key-text {
    text-wrap: balance;
  }

  /* The key is read left to right, inside a line that has the page's direction. */
  .key code {
    direction: ltr;
    unicode-bidi: isolate;
    font: 0.9375rem/1.5rem var(--harmony-2fa-code-font, ui-monospace, SFMono-Regular, Menlo, Consolas, monospace);
    overflow-wrap: anywhere;
    user-select: all;
  }

  .key-actions {
    display: flex;
    flex-wrap: wrap;
    gap: calc(2 * var(--_space));
    align-items: start;
  }

  /* A phone cannot scan its own screen: there the key comes first. */
  @media (width < 560px) {
    /* The number stands beside the step's first line; the rest takes the whole width. */
    .steps > li {
      position: relative;
      display: block;
    }

    .steps > li::before {
      position: absolute;
      inset-block-start: 0;
      inset-inline-start: 0;
    }

    .step h3,
    .step label,
    .step > harmony-2fa-code-input::part(label) {
      padding-inline-start: calc(9 * var(--_space));
    }

    /* A wait has no first line beside the number. */
    .step > .locked {
      inline-size: auto;
      margin-inline-start: calc(9 * var(--_space));
    }

    .scan {
      grid-template: 'text' auto 'key' auto 'qr' auto / minmax(0, 1fr);
      gap: calc(4 * var(--_space));
    }

    .scan .unfold {
      display: none;
    }

    .key[data-folded] {
      display: grid;
    }

    .scan harmony-2fa-qr-code {
      justify-self: center;
    }
  }
`;
