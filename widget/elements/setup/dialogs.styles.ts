import { css } from 'lit';

export const dialogsStyles = css`
  .button.danger {
    min-block-size: 44px;
    padding-inline: 20px;
    border-color: var(--_danger-ground);
    background: var(--_danger-ground);
    color: var(--_danger-ink);
  }

  .button.danger:hover {
    background: color-mix(in srgb, var(--_danger-ground) 88%, black);
  }

  .stack {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 16px;
  }

  .reasons {
    display: grid;
    gap: 12px;
  }

  .reasons li {
    display: flex;
    gap: 12px;
    align-items: start;
  }

  .reasons .icon {
    color: var(--_muted);
  }

  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    justify-content: end;
    align-items: center;
  }

  .why {
    flex: 1 1 200px;
    color: var(--_muted);
  }

  .steps {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 28px;
    counter-reset: step;
  }

  .steps > li {
    display: grid;
    grid-template-columns: 24px minmax(0, 1fr);
    gap: 0 12px;
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
    gap: 12px;
  }

  .step h3 {
    line-height: 1.5rem;
  }

  .scan {
    display: grid;
    grid-template: 'qr text' auto 'qr key' 1fr / auto minmax(0, 1fr);
    gap: 12px 20px;
    align-items: start;
  }

  .scan-text {
    display: grid;
    grid-area: text;
    gap: 8px;
    justify-items: start;
  }

  .scan harmony-2fa-qr-code {
    grid-area: qr;
  }

  .key {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    grid-area: key;
    gap: 12px;
    justify-items: start;
  }

  .key[data-folded] {
    display: none;
  }

  .key code {
    direction: ltr;
    font:
      0.9375rem/1.5rem ui-monospace,
      SFMono-Regular,
      Menlo,
      Consolas,
      monospace;
    overflow-wrap: anywhere;
    user-select: all;
  }

  .key-actions {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    align-items: start;
  }

  /* Nobody can scan the screen they hold: on phones the key comes first. */
  @media (width < 560px) {
    /* The number beside the step's first line, the rest over the whole width. */
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
      padding-inline-start: 36px;
    }

    .scan {
      grid-template: 'text' auto 'key' auto 'qr' auto / minmax(0, 1fr);
      gap: 16px;
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

    .buttons > .button {
      flex: 1 1 auto;
    }

    .why {
      flex-basis: 100%;
    }
  }
`;
