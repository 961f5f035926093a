import { css } from 'lit';

export const devicesStyles = css`
  /* Long names break. */
  :host {
    overflow-wrap: anywhere;
  }

  :host(:state(absent)) {
    display: none;
  }

  h2 {
    font-size: var(--harmony-2fa-heading-size, 1rem);
    font-weight: 600;
    line-height: 1.5;
  }

  h3 {
    font-weight: 600;
  }

  .section {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(4 * var(--_space));
    padding: calc(6 * var(--_space));
    border: 1px solid var(--_hairline);
    border-radius: calc(var(--_radius) * 1.5);
    background: var(--_ground);
  }

  .device {
    display: flex;
    flex-wrap: wrap;
    gap: calc(2 * var(--_space)) calc(3 * var(--_space));
    align-items: start;
    padding-block: calc(3 * var(--_space));
    border-block-start: 1px solid var(--_hairline);
  }

  .devices > .device:first-child {
    border-block-start: 0;
    padding-block-start: 0;
  }

  .devices > .device:last-child {
    padding-block-end: 0;
  }

  .device > .icon {
    color: var(--_muted);
  }

  .about {
    flex: 1 1 120px;
    min-inline-size: 0;
    overflow: hidden;
  }

  .title {
    display: flex;
    flex-wrap: wrap;
    gap: 0 calc(2 * var(--_space));
    align-items: center;
  }

  .name {
    font-weight: 500;
    /* A long name of another direction stands where the others do. */
    text-align: match-parent;
  }

  .detail {
    display: flex;
    flex-wrap: wrap;
    margin-inline-start: calc(-4 * var(--_space));
  }

  /* A dot stands between two details. Each has one before it, and the box around clips it at the start of a line. */
  .detail > * {
    position: relative;
    padding-inline-start: calc(4 * var(--_space));
  }

  .detail > *::before {
    content: '·' / '';
    position: absolute;
    inset-inline-start: calc(1.5 * var(--_space));
  }

  .badge {
    display: inline-flex;
    gap: var(--_space);
    align-items: center;
    padding-inline: calc(1.5 * var(--_space)) calc(2 * var(--_space));
    border: 1px solid currentColor;
    border-radius: 999px;
    color: var(--_success);
    font-size: 0.75rem;
    font-weight: 600;
    line-height: 1.125rem;
  }

  .badge .icon {
    inline-size: 14px;
    block-size: 14px;
    stroke-width: 2;
  }

  .trusted {
    padding-block-start: calc(4 * var(--_space));
    border-block-start: 1px solid var(--_hairline);
  }

  .actions {
    padding-block-start: calc(4 * var(--_space));
    border-block-start: 1px solid var(--_hairline);
  }

  .error + .actions,
  .muted[part='error'] + .actions {
    padding: 0;
    border: 0;
  }

  .button.loses {
    color: var(--_danger);
  }

  .button.loses:hover {
    background: color-mix(in srgb, var(--_danger) 10%, transparent);
  }

  .notice {
    display: flex;
    gap: calc(2 * var(--_space));
    align-items: start;
  }

  .notice .icon {
    color: var(--_success);
  }

  [role='status']:empty {
    display: none;
  }

  .body > * + * {
    margin-block-start: calc(4 * var(--_space));
  }

  .skeleton {
    block-size: 40px;
    border-radius: calc(var(--_radius) / 2);
    background: var(--_subtle);
    animation: breathe 1.6s ease-in-out infinite alternate;
  }

  @keyframes breathe {
    to {
      opacity: 0.55;
    }
  }

  @media (width < 560px) {
    .section {
      padding: calc(4 * var(--_space));
    }

    .actions > .button {
      inline-size: 100%;
    }
  }
`;
