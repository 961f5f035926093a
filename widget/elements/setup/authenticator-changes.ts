import { isNamed } from '../../flow/authenticators-flow.js';
import type { SetupEvent, SetupState, Subject } from '../../flow/setup-flow.js';
import type { authenticatorsEnglish } from '../../i18n/en/authenticators.js';
import type { ChangeView, DialogTexts } from './dialog-data.js';
import { nameField, type FieldTools } from './name-field.js';

type Strings = typeof authenticatorsEnglish & DialogTexts;

/** What the dialogs say of the change of an authenticator, and of a replacement of several; null in every other state. */
export function changeView(
  tools: FieldTools,
  state: SetupState,
  strings: Strings,
  send: (event: SetupEvent) => void,
): ChangeView | null {
  if (state.at === 'discarding') return changeView(tools, state.back, strings, send);
  if (!('intent' in state)) return null;
  const { html } = tools;
  const { intent, status, subject } = state;
  if (intent === 'replace' && state.at === 'enrolling') {
    const isSeveral = status.enabled && (status.authenticators?.length ?? 0) > 1;
    const intro = html`<p>${strings.replaceAllText}</p>`;
    return isSeveral ? { title: 'setupTitle', label: strings.verify, intro } : null;
  }
  if (!subject) return null;
  const readonly =
    state.at === 'awaiting-page' || state.at === 'starting' || ('entry' in state && state.entry.at === 'checking');
  const missing = isNamed(subject) ? '' : `${strings.nameLabel}: ${strings.fieldEmpty}`;
  const field = () => nameField(tools, subject.name, readonly, strings, send);
  if (intent === 'add') {
    if (state.at !== 'enrolling') return { title: 'addTitle', label: strings.goOn };
    return {
      title: 'addTitle',
      label: strings.add,
      missing,
      intro: html`<p>${strings.addText}</p>`,
      step: html`<li part="step"><div class="step">${field()}</div></li>`,
    };
  }
  if (intent === 'rename') return { title: 'renameTitle', label: strings.save, missing, question: renameForm() };
  return { title: 'removeTitle', label: strings.remove, danger: true, question: removal(subject) };

  function renameForm() {
    const submit = (event: SubmitEvent): void => {
      event.preventDefault();
      send({ type: 'proceed' });
    };
    return html`<form novalidate @submit=${submit}>${field()}</form>`;
  }

  /** A name is a text of the person, in any direction. */
  function removal({ name }: Subject) {
    return html`
      <p><bdi class="strong" part="authenticator-name">${name}</bdi></p>
      <p>${strings.removeText}</p>
    `;
  }
}
