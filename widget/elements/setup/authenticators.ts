import type { css } from 'lit';
import { withAuthenticators, type Readers } from '../../flow/authenticators-flow.js';
import type { Flow } from '../../flow/flow.js';
import type { SetupEvent, SetupState } from '../../flow/setup-flow.js';
import { authenticatorsEnglish } from '../../i18n/en/authenticators.js';
import type { formatDate } from '../../i18n/format.js';
import { changeView } from './authenticator-changes.js';
import { authenticatorsStyles } from './authenticators.styles.js';
import { authenticatorsView } from './authenticators-view.js';
import type { FieldTools } from './name-field.js';

/** What the part takes from the section. */
export interface Tools extends Readers, FieldTools {
  css: typeof css;
  formatDate: typeof formatDate;
  flow: Flow<SetupState, SetupEvent>;
}

export type AuthenticatorsPart = ReturnType<typeof createAuthenticators>;

/**
 * All that the section needs for several authenticators: the flow, the list, the dialogs, texts and styles. `PartLoader` imports this
 * file when a status lists authenticators, so that a page whose back end lists none loads nothing of it.
 *
 * The part imports none of the files that the section has at first, and takes what it needs of them as `tools`. By an import bundlers
 * would cut the first file of every page in pieces, which costs each page about 0.4 kB. Only the numbers of `limits.ts` are imported: a
 * minifier writes them in place.
 */
export function createAuthenticators(tools: Tools) {
  return {
    english: authenticatorsEnglish,
    styles: [authenticatorsStyles(tools.css)],
    flow: withAuthenticators(tools.flow, tools),
    sectionPart: authenticatorsView.bind(null, tools),
    changeView: changeView.bind(null, tools),
  };
}
