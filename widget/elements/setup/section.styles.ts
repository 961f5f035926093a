import { css } from 'lit';

export const sectionStyles = css`
  /* Long compound words break. */
  :host {
    overflow-wrap: anywhere;
  }

  h2 {
    font-size: var(--harmony-2fa-heading-size, 1rem);
    font-weight: 600;
    line-height: 1.5;
  }

  .head {
    display: flex;
    flex-wrap: wrap;
    gap: calc(3 * var(--_space)) calc(6 * var(--_space));
    align-items: start;
    justify-content: space-between;
  }

  .title {
    display: flex;
    flex-wrap: wrap;
    gap: var(--_space) calc(2.5 * var(--_space));
    align-items: center;
  }

  /* Aligned with the heading and not with the whole text. */
  .head > .button,
  .head > .skeleton.action {
    margin-block: calc(-2.5 * var(--_space));
  }

  .text {
    display: grid;
    flex: 1 1 280px;
    gap: var(--_space);
  }

  .facts {
    display: flex;
    flex-wrap: wrap;
    gap: calc(3 * var(--_space));
    align-items: center;
    justify-content: space-between;
    padding-block-start: calc(4 * var(--_space));
    border-block-start: 1px solid var(--_hairline);
  }

  .count {
    display: flex;
    gap: calc(2 * var(--_space));
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
    gap: calc(2 * var(--_space));
  }

  /* In the place of a button. */
  .actions > .count {
    align-self: center;
  }

  .actions:empty {
    display: none;
  }

  /* The line above the actions stays. */
  .facts:empty {
    padding: 0;
  }

  .skeleton.line {
    block-size: 16px;
    inline-size: min(100%, 420px);
    margin-block: calc(0.5 * var(--_space));
  }

  .skeleton.short {
    inline-size: min(60%, 240px);
    block-size: 20px;
  }

  .skeleton.action {
    inline-size: 124px;
    block-size: var(--_control);
    border-radius: var(--_radius);
  }

  .button.loses {
    border-color: transparent;
  }

  @media (width < 560px) {
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
