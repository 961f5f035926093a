import { css } from 'lit';

export const dialogStyles = css`
  dialog {
    /* While the dialog is hidden it is not modal. These place it in view as soon as it is rendered again. */
    position: fixed;
    inset: 0;
    inline-size: min(var(--_size), calc(100% - 32px));
    max-inline-size: none;
    max-block-size: min(860px, calc(100dvb - 32px));
    margin: auto;
    padding: 0;
    border: 1px solid var(--_hairline);
    border-radius: calc(var(--_radius) * 1.5);
    background: var(--_raised);
    color: var(--_ink);
    box-shadow: var(--_shadow);
    overflow: hidden;
    /* Chromium shows a modal dialog inside a hidden element. The end of this transition reports that it was hidden or shown. */
    visibility: inherit;
    transition: visibility 0s 1ms !important;
  }

  dialog.small {
    --_size: var(--harmony-2fa-dialog-size, 440px);
  }

  dialog[open] {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr) auto;
    animation: appear 140ms ease-out;
  }

  dialog:focus-visible {
    outline: none;
  }

  dialog::backdrop {
    background: var(--harmony-2fa-backdrop, rgb(0 0 0 / 45%));
  }

  @keyframes appear {
    from {
      opacity: 0;
    }
  }

  .header {
    display: flex;
    align-items: start;
    gap: calc(3 * var(--_space));
    padding-block: calc(5 * var(--_space)) var(--_space);
    padding-inline: calc(6 * var(--_space)) calc(3 * var(--_space));
  }

  dialog h2 {
    flex: 1;
    min-inline-size: 0;
    padding-block: var(--_space);
  }

  .close {
    display: grid;
    place-items: center;
    flex: none;
    inline-size: 32px;
    block-size: 32px;
    padding: 0;
    border: 0;
    border-radius: var(--_radius);
    background: none;
    color: var(--_muted);
    cursor: pointer;
  }

  .close:hover {
    background: var(--_subtle);
    color: var(--_ink);
  }

  .close:focus-visible {
    outline-offset: 0;
  }

  .close:disabled {
    opacity: 0.4;
    cursor: default;
  }

  .body {
    /* Visually hidden texts are positioned: they scroll with the body and do not make the dialog taller. */
    position: relative;
    padding: var(--_space) calc(6 * var(--_space)) calc(5 * var(--_space));
    overflow: auto;
    overscroll-behavior: contain;
    /* A companion that sticks to the lower edge does not cover the focused element. */
    scroll-padding-block: 16px 80px;
    /* A shadow at an edge that hides more content. On a dark ground only a deep shadow is visible. */
    --_edge: light-dark(rgb(0 0 0 / 12%), rgb(0 0 0 / 50%));
    background:
      linear-gradient(var(--_raised) 40%, transparent) center top / 100% 32px no-repeat local,
      linear-gradient(transparent, var(--_raised) 60%) center bottom / 100% 32px no-repeat local,
      linear-gradient(var(--_edge), transparent) center top / 100% 8px no-repeat scroll,
      linear-gradient(transparent, var(--_edge)) center bottom / 100% 8px no-repeat scroll;
  }

  .body:focus-visible {
    outline: 2px solid var(--_focus);
    outline-offset: -2px;
  }

  .footer {
    padding: calc(4 * var(--_space)) calc(6 * var(--_space)) calc(5 * var(--_space));
    border-block-start: 1px solid var(--_hairline);
  }

  .stack {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(4 * var(--_space));
  }

  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: calc(2 * var(--_space));
    justify-content: end;
    align-items: center;
  }

  @media (width < 480px) {
    .header {
      padding-block-start: calc(3 * var(--_space));
      padding-inline: calc(4 * var(--_space)) calc(2 * var(--_space));
    }

    .body {
      padding-inline: calc(4 * var(--_space));
    }

    .footer {
      padding: calc(3 * var(--_space)) calc(4 * var(--_space)) calc(4 * var(--_space));
    }

    .buttons > .button {
      flex: 1 1 auto;
    }
  }

  /* At a zoom of 400 % a fixed header and footer leave no room: the whole dialog scrolls. */
  @media (height < 320px) {
    dialog[open] {
      display: block;
      overflow: auto;
      /* Firefox does not scroll to a focused control of which a part can be seen. */
      scroll-padding-block: 48px;
    }

    .body {
      overflow: visible;
    }
  }
`;
