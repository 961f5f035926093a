import { css } from 'lit';

/** Areas, the lines between them, and how things went: nothing of it shows where a code is asked for. */
export const moreTokens = css`
  :host {
    --_ground: var(--harmony-2fa-ground, light-dark(#fff, #161617));
    --_subtle: var(--harmony-2fa-subtle, light-dark(#f5f5f5, #262628));
    --_hairline: var(--harmony-2fa-hairline, light-dark(#e3e3e5, #343437));
    --_success: var(--harmony-2fa-success, light-dark(#146c3a, #5fd38d));
    --_warning: var(--harmony-2fa-warning, light-dark(#8a4b00, #f2b155));
  }
`;
