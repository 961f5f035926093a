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
    grid-template-columns: minmax(0, 1fr);
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
    line-height: 1.125rem;
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

  .body > * + * {
    margin-block-start: calc(4 * var(--_space));
  }

  .skeleton {
    block-size: 40px;
  }

  @media (width < 560px) {
    .actions > .button {
      inline-size: 100%;
    }
  }
`;
