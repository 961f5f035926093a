import { css } from 'lit';

export const codeInputStyles = css`
  .label {
    display: block;
    margin-block-end: calc(2 * var(--_space));
    font-weight: 600;
    line-height: 1.5rem;
  }

  .code {
    position: relative;
    inline-size: fit-content;
    max-inline-size: 100%;
    /* Codes are read left to right in every language. */
    direction: ltr;
  }

  .boxes {
    display: flex;
    gap: calc(2 * var(--_space));
  }

  .box {
    display: grid;
    place-items: center;
    inline-size: var(--_control);
    min-inline-size: 0;
    block-size: calc(var(--_control) + 2 * var(--_space));
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_field);
    color: var(--_ink);
    font-size: var(--harmony-2fa-code-size, 1.25rem);
    line-height: 1;
  }

  .box.apart {
    margin-inline-start: calc(2 * var(--_space));
  }

  .box:is(.active, .selected) {
    border-color: var(--_focus);
  }

  .box.active {
    outline: 2px solid var(--_focus);
    outline-offset: 1px;
  }

  .box.selected {
    background: color-mix(in srgb, var(--_focus) 18%, var(--_field));
    box-shadow: inset 0 0 0 1px var(--_focus);
  }

  .box.caret::after {
    content: '';
    inline-size: 1.5px;
    block-size: 24px;
    background: var(--_ink);
    animation: blink 1.1s step-end infinite;
  }

  .code.invalid .box {
    border-color: var(--_danger);
  }

  .code.disabled .box {
    opacity: 0.5;
  }

  @keyframes blink {
    50% {
      opacity: 0;
    }
  }

  /* The real field lies over the boxes with a transparent text and caret. Password managers ignore a field with opacity 0. */
  .field,
  ::slotted(input) {
    position: absolute !important;
    inset: 0 !important;
    inline-size: 100% !important;
    block-size: 100% !important;
    min-block-size: 0 !important;
    margin: 0 !important;
    padding: 0 8px !important;
    border: 0 !important;
    outline: 0 !important;
    background: transparent !important;
    box-shadow: none !important;
    color: transparent !important;
    -webkit-text-fill-color: transparent !important;
    caret-color: transparent !important;
    font:
      1rem/1 ui-monospace,
      monospace !important;
    letter-spacing: 0 !important;
    text-align: start !important;
    appearance: none !important;
    forced-color-adjust: none !important;
    cursor: text;
    /* Chrome's background of a filled field cannot be made transparent, only delayed. */
    transition: background-color 100000s !important;
  }

  .field::selection {
    background: transparent;
    color: transparent;
    -webkit-text-fill-color: transparent;
  }

  .field:disabled {
    cursor: default;
  }

  /* Where there is room the field is wider than the boxes, so that a password manager's badge does not cover the last box. */
  @media (hover: hover) and (width >= 480px) {
    .code {
      padding-right: 40px;
    }
  }

  .message {
    margin-block-start: calc(2 * var(--_space));
  }

  .message:empty {
    display: none;
  }

  @media (forced-colors: active) {
    .box:is(.active, .selected) {
      outline: 2px solid Highlight;
    }

    .box.caret::after {
      background: CanvasText;
    }
  }
`;
