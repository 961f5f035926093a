import { css } from 'lit';

export const sectionStyles = css`
  .section {
    display: grid;
    gap: 16px;
    padding: 24px;
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

  .button.tall {
    min-block-size: 44px;
    padding-inline: 18px;
  }

  .button.loses {
    border-color: transparent;
    color: var(--_danger);
  }

  .button.loses:hover {
    background: color-mix(in srgb, var(--_danger) 10%, transparent);
  }

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
  }
`;
