import { css } from 'lit';

/**
 * The design tokens. The public custom properties (`--harmony-2fa-…`) are read and never set, so a page may set them on any
 * ancestor of an element. The private ones (`--_…`) add the default for both colour schemes.
 */
export const tokens = css`
  :host {
    --_field: var(--harmony-2fa-field, light-dark(#fff, #111112));
    --_ink: var(--harmony-2fa-ink, light-dark(#111, #f2f2f3));
    --_muted: var(--harmony-2fa-muted, light-dark(#5c5c61, #a8a8ae));
    --_border: var(--harmony-2fa-border, light-dark(#86868b, #77777d));
    --_primary: var(--harmony-2fa-primary, light-dark(#111, #f2f2f3));
    --_primary-ink: var(--harmony-2fa-primary-ink, light-dark(#fff, #111));
    --_focus: var(--harmony-2fa-focus, light-dark(#0b5fd6, #6ea8ff));
    --_danger: var(--harmony-2fa-danger, light-dark(#c01a1a, #ff8078));
    --_radius: var(--harmony-2fa-radius, 8px);
    --_space: var(--harmony-2fa-space, 4px);
    --_control: var(--harmony-2fa-control-size, 44px);
    --_ground: var(--harmony-2fa-ground, light-dark(#fff, #161617));
    --_subtle: var(--harmony-2fa-subtle, light-dark(#f5f5f5, #262628));
    --_hairline: var(--harmony-2fa-hairline, light-dark(#e3e3e5, #343437));
    --_success: var(--harmony-2fa-success, light-dark(#146c3a, #5fd38d));
    --_warning: var(--harmony-2fa-warning, light-dark(#8a4b00, #f2b155));
  }
`;
