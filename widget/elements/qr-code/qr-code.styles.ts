import { css } from 'lit';

export const qrCodeStyles = css`
  :host {
    inline-size: fit-content;
  }

  /* Black on white in every colour scheme and in forced colours: some scanners read nothing else. */
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

  /* The viewBox makes it square. With a height of 100 % it would be too tall: WebKit (seen in 2.50) includes the frame's borders
     in a height that comes from aspect-ratio. */
  svg {
    display: block;
    inline-size: 100%;
    forced-color-adjust: none;
  }

  /* Extensions that darken pages change light backgrounds but not light text. They treat a fill in a rule as text, and a fill in an
     attribute as background. The modules declare no fill: black is the default of SVG. */
  rect {
    fill: #fff;
  }

  .frame.empty {
    background: var(--_subtle);
  }
`;
