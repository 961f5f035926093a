import type { css as Css, CSSResult } from 'lit';

export const authenticatorsStyles = (css: typeof Css): CSSResult => css`
  .authenticators {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(2 * var(--_space));
  }

  .authenticators h3 {
    font-weight: 600;
  }

  .authenticators li {
    display: flex;
    flex-wrap: wrap;
    gap: var(--_space) calc(4 * var(--_space));
    align-items: center;
    justify-content: space-between;
    padding-block: calc(2 * var(--_space));
    border-block-start: 1px solid var(--_hairline);
  }

  .authenticator {
    display: grid;
    flex: 1 1 220px;
    gap: calc(0.5 * var(--_space));
  }

  /* A name in Latin letters begins at the same side as the dates below it, also on a right-to-left page. */
  .authenticator bdi {
    justify-self: start;
    font-weight: 500;
  }

  .authenticators > .button {
    justify-self: start;
  }

  .authenticator-actions {
    display: flex;
    flex-wrap: wrap;
    gap: calc(2 * var(--_space));
  }

  /* Quiet: the strong buttons of the section are below the list. */
  .authenticator-actions .button {
    padding-inline: calc(2.5 * var(--_space));
    border-color: transparent;
  }

  /* The text of the first button stands on the line of the name above it. */
  @media (width < 560px) {
    .authenticator-actions {
      margin-inline-start: calc(-2.5 * var(--_space));
    }
  }

  .strong {
    font-weight: 600;
  }

  @media (forced-colors: active) {
    .authenticator-actions .button {
      border-color: ButtonBorder;
    }
  }
`;
