import { css } from 'lit';

export const qrCodeStyles = css`
  :host {
    inline-size: fit-content;
  }

  /* Black on white in every scheme and in forced colours: anything else some scanners cannot read. */
  .frame {
    inline-size: var(--harmony-2fa-qr-size, 192px);
    max-inline-size: 100%;
    aspect-ratio: 1;
    overflow: hidden;
    border: 1px solid var(--_hairline);
    border-radius: var(--_radius);
    background: #fff;
    color-scheme: only light;
    forced-color-adjust: none;
  }

  /* Square by its viewBox. Not a height of 100 %: where a height comes from aspect-ratio WebKit (seen in 2.50) counts the
     frame's borders in, and the code would be taller than wide and lose its lower edge. */
  svg {
    display: block;
    inline-size: 100%;
    forced-color-adjust: none;
  }

  /* Extensions that darken pages make a light ground dark, but leave light text light. They take a fill in a rule for text,
     and a fill in an attribute for a ground. The modules declare none: black is what SVG paints, and nothing to rewrite. */
  rect {
    fill: #fff;
  }

  .frame.empty {
    background: var(--_subtle);
  }
`;
