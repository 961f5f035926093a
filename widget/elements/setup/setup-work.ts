/*
 * What happens in the section, from the first question to the back end on. Fetched once its frame is on the page.
 */
import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { TwoFactorClient } from '../../client/two-factor-client.js';
import { chooseBackEnd, isClient } from '../../controllers/back-end.js';
import { CountdownController } from '../../controllers/countdown-controller.js';
import { LaterController } from '../../controllers/later-controller.js';
import { PageController } from '../../controllers/page-controller.js';
import type { StyleController } from '../../controllers/style-controller.js';
import { FlowController } from '../../flow/flow-controller.js';
import { entryOf, setupFlow, type SetupEvent, type SetupState } from '../../flow/setup-flow.js';
import { reportSetup } from '../../flow/setup-report.js';
import { codesLeftEnglish } from '../../i18n/en/codes-left.js';
import { sectionEnglish } from '../../i18n/en/section.js';
import type { Localization, LocalizeController } from '../../i18n/localize-controller.js';
import type { Strings } from '../../i18n/strings.js';
import { lengthOfCode } from '../../otp/code.js';
import { DialogController } from '../dialog/dialog-controller.js';
import type { DialogContent } from '../dialog/dialog-view.js';
import { AnswerField } from '../code-entry/answer-field.js';
import { asText } from '../text-property.js';
import type { DialogContext } from './dialog-context.js';
import { unreachableView } from './section-frame.js';
import { sectionView } from './section-view.js';
import { eventOf } from './setup-events.js';

/** As much of the element as its work needs. */
export interface SetupHost extends ReactiveControllerHost, EventTarget {
  readonly isConnected: boolean;
  readonly renderRoot: HTMLElement | DocumentFragment;
  readonly localize: LocalizeController<Partial<Strings>>;
  readonly client: TwoFactorClient | null;
  readonly endpoint: string | null;
  readonly codeLength: number;
  readonly product: string;
  readonly account: string;
  readonly styles: StyleController;
}

export class SetupWork {
  private backEnd: TwoFactorClient | null = null;
  private client: unknown;
  private readonly flow;
  private readonly dialogs;
  private readonly dialog;
  private readonly question;
  private dialogContent: DialogContent | null = null;
  private questionContent: DialogContent | null = null;
  private shown: SetupState = setupFlow.initial;
  private keyShown = false;

  constructor(private readonly host: SetupHost) {
    host.localize.learn({ ...sectionEnglish, ...codesLeftEnglish });
    this.flow = new FlowController<SetupState, SetupEvent>(
      host,
      setupFlow,
      () => this.backEnd,
      (previous, next) => this.tell(previous, next),
    );
    this.dialogs = new LaterController(
      host,
      () => import('./setup-dialogs.js'),
      ({ english, styles }) => {
        host.localize.learn(english);
        host.styles.add(styles);
      },
    );
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
      () => textOf(this.flow.state),
      (text) => this.flow.send({ type: 'edit', text }),
    );
    // Whoever comes near a button is about to need what it opens.
    for (const type of ['focusin', 'pointerover']) host.addEventListener(type, this.dialogs.want);
    this.connect();
  }

  /**
   * Begins anew with the back end that the host now names. One client after another is only asked from now on: frameworks
   * make a new object at each render, and what a person has begun outlives that.
   */
  connect(): void {
    const { client, endpoint } = this.host;
    const same = isClient(this.client) && isClient(client) && this.flow.state.at !== 'loading';
    this.client = client;
    this.backEnd = chooseBackEnd(client, endpoint);
    if (!same) this.flow.restart();
  }

  refresh(): void {
    this.flow.restart();
  }

  /** Keeps a person's place, after each update. */
  follow(): void {
    const previous = this.shown;
    const { state: next } = this.flow;
    // What the focus belongs on is not there yet.
    if (needsDialogs(next) && !this.dialogs.part) return;
    this.shown = next;
    if (previous === next) return;
    const before = previous.at === 'starting' ? null : entryOf(previous);
    if (next.at === 'proving' || previous.at === next.at) {
      this.dialogs.part?.followEntry(this.host.renderRoot, before, entryOf(next));
    }
    if (next.at === 'idle' && next.notice) this.focusSection();
    if (!holdsSecrets(next)) this.keyShown = false;
  }

  render(): TemplateResult {
    const { state, send } = this.flow;
    const { context } = this;
    const dialogs = needsDialogs(state) ? this.dialogs.want() : this.dialogs.part;
    this.dialogContent = dialogs?.dialogView(state, context) ?? null;
    this.questionContent = state.at === 'discarding' ? (dialogs?.discardView(context) ?? null) : null;
    const companion = html`<slot name="companion"></slot>`;
    const { strings } = context.localization;
    return html`
      ${
        this.dialogs.failed && needsDialogs(state)
          ? unreachableView(strings, { code: 'unreachable' }, () => this.dialogs.retry())
          : sectionView(state, context.localization, send)
      }
      ${this.dialogContent ? nothing : companion}
      ${dialogs?.dialogFrame(this.dialog, this.dialogContent, strings.close, this.dialogContent ? companion : nothing)}
      ${dialogs?.dialogFrame(this.question, this.questionContent, strings.close)}
    `;
  }

  private get context(): DialogContext {
    const { product, account, codeLength, localize } = this.host;
    return {
      // Whatever is shown has brought its texts along.
      localization: localize.current as Localization,
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
    default:
      return true;
  }
}

function holdsSecrets(state: SetupState): boolean {
  return ['linking', 'showing-codes', 'keeping-codes', 'discarding'].includes(state.at);
}

function textOf(state: SetupState): string | undefined {
  const entry = entryOf(state);
  return entry && entry.at !== 'locked' ? entry.text : undefined;
}
