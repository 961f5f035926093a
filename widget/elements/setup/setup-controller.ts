import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { TwoFactorClient } from '../../client/two-factor-client.js';
import { BackEndController } from '../../controllers/back-end-controller.js';
import { CountdownController } from '../../controllers/countdown-controller.js';
import { PageController } from '../../controllers/page-controller.js';
import type { StyleController } from '../../controllers/style-controller.js';
import { FlowController } from '../../flow/flow-controller.js';
import { entryOf, setupFlow, type SetupEvent, type SetupState } from '../../flow/setup-flow.js';
import { reportSetup } from '../../flow/setup-report.js';
import type { sectionEnglish } from '../../i18n/en/section.js';
import type { LocalizeController } from '../../i18n/localize-controller.js';
import { lengthOfCode } from '../../otp/code.js';
import { AnswerField } from '../code-entry/answer-field.js';
import { followEntry } from '../code-entry/follow-entry.js';
import { DialogController } from '../dialog/dialog-controller.js';
import type { DialogContent } from '../dialog/dialog-view.js';
import { asText } from '../text-property.js';
import type { DialogContext } from './dialog-context.js';
import { DialogsLoader, type Dialogs } from './dialogs-loader.js';
import { sectionView, unreachableView } from './section-view.js';
import { eventOf } from './setup-events.js';

/** As much of the element as its controller needs. */
export interface SetupHost extends ReactiveControllerHost, EventTarget {
  readonly isConnected: boolean;
  readonly renderRoot: HTMLElement | DocumentFragment;
  readonly localize: LocalizeController<typeof sectionEnglish>;
  readonly client: TwoFactorClient | null;
  readonly endpoint: string | null;
  readonly codeLength: number;
  readonly product: string;
  readonly account: string;
  readonly styles: StyleController;
}

/**
 * What happens in the section and its dialogs.
 *
 * Owns: the flow with what it needs of the page, the dialogs once they are fetched, and where the focus goes. Does not own the
 * element's public properties.
 */
export class SetupController implements ReactiveController {
  private readonly backEnd: BackEndController;
  private readonly flow: FlowController<SetupState, SetupEvent>;
  private readonly loader: DialogsLoader;
  private readonly dialog: DialogController;
  private readonly question: DialogController;
  private dialogContent: DialogContent | null = null;
  private questionContent: DialogContent | null = null;
  private shown: SetupState = setupFlow.initial;
  private keyShown = false;

  constructor(private readonly host: SetupHost) {
    this.backEnd = new BackEndController(host, (another) => {
      if (this.flow.state.at === 'loading') this.flow.askAgain();
      else if (another) this.flow.restart();
    });
    this.flow = new FlowController<SetupState, SetupEvent>(
      host,
      setupFlow,
      () => this.backEnd.client,
      (previous, next) => this.tell(previous, next),
    );
    this.loader = new DialogsLoader(host, ({ styles }) => host.styles.add(styles));
    // Before the dialog below it: while one on top is open, nothing else takes the focus.
    this.question = new DialogController(
      host,
      'question',
      () => this.questionContent,
      () => this.flow.send({ type: 'stay' }),
      () => this.dialog.show(),
    );
    this.dialog = new DialogController(
      host,
      'dialog',
      () => this.dialogContent,
      () => this.flow.send({ type: 'leave' }),
    );
    new CountdownController(host, () => setupFlow.deadline(this.flow.state));
    new PageController(host, {
      forget: () => this.flow.forget(),
      restart: () => this.flow.restart(),
      holdsUnsaved: () => holdsSecrets(this.flow.state),
    });
    new AnswerField(
      host,
      () => entryOf(this.flow.state),
      (text) => this.flow.send({ type: 'edit', text }),
    );
    // A person who comes near a button is about to need what it opens.
    for (const type of ['focusin', 'pointerover']) host.addEventListener(type, this.loader.load);
    // After the others: they see to the fields and dialogs that may get the focus.
    host.addController(this);
  }

  refresh(): void {
    this.flow.restart();
  }

  /** Keeps a person's place. */
  hostUpdated(): void {
    const previous = this.shown;
    const { state: next } = this.flow;
    // What the focus belongs on is not there yet.
    if (needsDialogs(next) && !this.loader.dialogs) return;
    this.shown = next;
    if (previous === next) return;
    const before = previous.at === 'starting' ? null : entryOf(previous);
    if (next.at === 'proving' || previous.at === next.at) {
      followEntry(this.host.renderRoot, before, entryOf(next));
    }
    if (next.at === 'idle' && next.notice) this.focusSection();
    if (!holdsSecrets(next)) this.keyShown = false;
  }

  render(): TemplateResult {
    const { state, send } = this.flow;
    const { localize } = this.host;
    const needed = needsDialogs(state);
    const dialogs = needed ? this.loader.load() : this.loader.dialogs;
    const context = dialogs && this.contextOf(dialogs);
    this.dialogContent = context && dialogs.dialogView(state, context);
    this.questionContent = context && state.at === 'discarding' ? dialogs.discardView(context) : null;
    const companion = html`<slot name="companion"></slot>`;
    const close = context?.localization.strings.close ?? '';
    return html`
      ${
        needed && this.loader.failed
          ? unreachableView(localize.current.strings, { code: 'unreachable' }, () => this.loader.retry())
          : sectionView(state, localize.current, send)
      }
      ${this.dialogContent ? nothing : companion}
      ${dialogs?.dialogFrame(this.dialog, this.dialogContent, close, this.dialogContent ? companion : nothing)}
      ${dialogs?.dialogFrame(this.question, this.questionContent, close)}
    `;
  }

  private contextOf({ english }: Dialogs): DialogContext {
    const { product, account, codeLength, localize } = this.host;
    return {
      localization: localize.translate(english),
      overrides: localize.overrides,
      send: this.flow.send,
      product: asText(product),
      account: asText(account),
      codeLength: lengthOfCode(codeLength),
      keyShown: this.keyShown,
      toggleKey: () => {
        this.keyShown = !this.keyShown;
        this.host.requestUpdate();
      },
    };
  }

  /** The opener of a dialog may be gone with the state it belonged to; then the section itself takes the focus. */
  private focusSection(): void {
    const { activeElement } = this.host.renderRoot as ShadowRoot;
    if (!activeElement?.closest('.section')) this.host.renderRoot.querySelector<HTMLElement>('#heading')?.focus();
  }

  private tell(previous: SetupState, next: SetupState): void {
    const report = reportSetup(previous, next);
    if (report) this.host.dispatchEvent(eventOf(report));
  }
}

/** Whether a state shows more than the section. */
function needsDialogs(state: SetupState): boolean {
  switch (state.at) {
    case 'loading':
    case 'unreachable':
    case 'signed-out':
    case 'idle':
    case 'rereading':
    case 'leaving':
      return false;
    case 'confirming':
    case 'starting':
    case 'stopped':
    case 'proving':
    case 'linking':
    case 'showing-codes':
    case 'keeping-codes':
    case 'discarding':
    case 'expired':
      return true;
  }
}

function holdsSecrets(state: SetupState): boolean {
  return ['linking', 'showing-codes', 'keeping-codes', 'discarding'].includes(state.at);
}
