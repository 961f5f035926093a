import { css } from 'lit';

/** The design tokens that only dialogs use. */
export const dialogTokens = css`
  :host {
    --_raised: var(--harmony-2fa-raised, light-dark(#fff, #1d1d1f));
    --_danger-ground: var(--harmony-2fa-danger-ground, light-dark(#c01a1a, #b42318));
    --_danger-ink: var(--harmony-2fa-danger-ink, #fff);
    --_shadow: var(--harmony-2fa-shadow, 0 16px 48px rgb(0 0 0 / 22%), 0 2px 8px rgb(0 0 0 / 10%));
  }
`;
