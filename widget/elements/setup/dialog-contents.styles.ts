import { css } from 'lit';

export const dialogContentsStyles = css`
  dialog.large {
    --_size: var(--harmony-2fa-setup-size, 560px);
  }

  h3 {
    font-weight: 600;
  }

  .button.danger {
    min-block-size: var(--_control);
    padding-inline: calc(5 * var(--_space));
    border-color: var(--_danger-ground);
    background: var(--_danger-ground);
    color: var(--_danger-ink);
  }

  .button.danger:hover {
    background: color-mix(in srgb, var(--_danger-ground) 88%, black);
  }

  .reasons {
    display: grid;
    gap: calc(3 * var(--_space));
  }

  .reasons li {
    display: flex;
    gap: calc(3 * var(--_space));
    align-items: start;
  }

  .reasons .icon {
    color: var(--_muted);
  }

  .why {
    flex: 1 1 200px;
    color: var(--_muted);
  }

  .steps {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
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

  .step {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(3 * var(--_space));
  }

  .step h3 {
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
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    grid-area: key;
    gap: calc(3 * var(--_space));
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

    .why {
      flex-basis: 100%;
    }
  }

  /* The set-up fills the screen of a phone. */
  @media (width < 480px) or (height < 560px) {
    dialog.large {
      inline-size: 100vw;
      block-size: 100dvb;
      max-block-size: none;
      margin: 0;
      border: 0;
      border-radius: 0;
    }
  }
`;
