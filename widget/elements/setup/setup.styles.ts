import { css } from 'lit';

export const setupStyles = css`
  .section {
    display: grid;
    gap: 16px;
    padding: 20px 24px;
    border: 1px solid var(--_hairline);
    border-radius: calc(var(--_radius) * 1.5);
    background: var(--_ground);
  }

  .head {
    display: flex;
    flex-wrap: wrap;
    gap: 12px 24px;
    align-items: start;
    justify-content: space-between;
  }

  .title {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 10px;
    align-items: center;
  }

  /* On the heading's line, not on the whole text's. */
  .head > .button,
  .head > .skeleton.action {
    margin-block: -10px;
  }

  .text {
    display: grid;
    flex: 1 1 280px;
    gap: 4px;
  }

  .badge {
    display: inline-flex;
    gap: 4px;
    align-items: center;
    padding: 0 8px 0 6px;
    border: 1px solid currentColor;
    border-radius: 999px;
    color: var(--_success);
    font-size: 0.75rem;
    font-weight: 600;
    line-height: 1.25rem;
  }

  .badge .icon {
    inline-size: 14px;
    block-size: 14px;
    stroke-width: 2;
  }

  .facts {
    display: flex;
    flex-wrap: wrap;
    gap: 12px;
    align-items: center;
    justify-content: space-between;
    padding-block-start: 16px;
    border-block-start: 1px solid var(--_hairline);
  }

  .count {
    display: flex;
    gap: 8px;
    align-items: start;
  }

  .count.low {
    color: var(--_warning);
  }

  .count.gone {
    color: var(--_danger);
    font-weight: 500;
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }

  .notice {
    display: flex;
    gap: 8px;
    align-items: start;
  }

  .notice .icon {
    color: var(--_success);
  }

  [role='status']:empty {
    display: none;
  }

  .skeleton {
    border-radius: 4px;
    background: var(--_subtle);
    animation: breathe 1.6s ease-in-out infinite alternate;
  }

  .skeleton.line {
    block-size: 16px;
    inline-size: min(100%, 420px);
    margin-block: 2px;
  }

  .skeleton.short {
    inline-size: min(60%, 240px);
    block-size: 20px;
  }

  .skeleton.action {
    inline-size: 124px;
    block-size: 44px;
    border-radius: var(--_radius);
  }

  @keyframes breathe {
    to {
      opacity: 0.55;
    }
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
    gap: 12px;
    min-inline-size: 0;
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
    .section {
      padding: 16px;
    }

    .head > .button,
    .head > .skeleton.action {
      margin-block: 0;
    }

    .head > .button,
    .head > .skeleton.action,
    .actions,
    .actions > .button {
      inline-size: 100%;
    }

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
