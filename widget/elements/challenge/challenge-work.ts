/*
 * What a sign-in page does not need to show its field: the flow, the client, errors, backup codes, waits and endings.
 * Fetched once the field is there; what a person types meanwhile is kept.
 */
import type { CSSResult, ReactiveController, ReactiveControllerHost } from 'lit';
import type { TwoFactorClient } from '../../client/two-factor-client.js';
import { chooseBackEnd, isClient } from '../../controllers/back-end.js';
import { CountdownController } from '../../controllers/countdown-controller.js';
import { PageController } from '../../controllers/page-controller.js';
import type { StyleController } from '../../controllers/style-controller.js';
import { FailedEvent, SignedOutEvent, VerifiedEvent } from '../../events.js';
import { challengeFlow, type ChallengeEvent, type ChallengeState } from '../../flow/challenge-flow.js';
import { reportChallenge, type ChallengeReport } from '../../flow/challenge-report.js';
import { FlowController } from '../../flow/flow-controller.js';
import { challengeLaterEnglish } from '../../i18n/en/challenge-later.js';
import { codesLeftEnglish } from '../../i18n/en/codes-left.js';
import { entryEnglish } from '../../i18n/en/entry.js';
import { sharedLaterEnglish } from '../../i18n/en/shared-later.js';
import type { sharedEnglish } from '../../i18n/en/shared.js';
import type { Localization, LocalizeController } from '../../i18n/localize-controller.js';
import type { Strings } from '../../i18n/strings.js';
import { buttonStates } from '../../styles/button-states.js';
import { fields } from '../../styles/fields.js';
import { icons } from '../../styles/icons.js';
import { moreTokens } from '../../styles/more-tokens.js';
import { AnswerField } from '../code-entry/answer-field.js';
import { codeEntryLaterStyles } from '../code-entry/code-entry-later.styles.js';
import { codeEntryLater } from '../code-entry/code-entry-later.js';
import { followEntry } from '../code-entry/follow-entry.js';
import { otherView } from './challenge-other-views.js';
import { challengeLaterStyles } from './challenge-later.styles.js';
import type { ChallengeLater } from './challenge-views.js';

const english = { ...sharedLaterEnglish, ...challengeLaterEnglish, ...codesLeftEnglish, ...entryEnglish };

const styles: CSSResult[] = [moreTokens, icons, buttonStates, fields, codeEntryLaterStyles, challengeLaterStyles];

/** As much of the element as its work needs. */
export interface ChallengeHost extends ReactiveControllerHost, EventTarget {
  readonly isConnected: boolean;
  readonly renderRoot: HTMLElement | DocumentFragment;
  readonly localize: LocalizeController<Partial<Strings>>;
  readonly styles: StyleController;
  readonly client: TwoFactorClient | null;
  readonly endpoint: string | null;
  /** Takes what a person did before the challenge was known. */
  takeEarly(): ChallengeEvent[];
}

/** What happens behind the field, from the first question to the back end to the end. */
export class ChallengeWork implements ReactiveController {
  private backEnd: TwoFactorClient | null = null;
  private named: Pick<ChallengeHost, 'client' | 'endpoint'> | null = null;
  private readonly flow;
  private shown: ChallengeState = challengeFlow.initial;

  constructor(private readonly host: ChallengeHost) {
    // Before its own controllers: the flow begins with an update, and has to begin with whom the host then names.
    host.addController(this);
    host.localize.learn(english);
    host.styles.add(styles);
    this.flow = new FlowController<ChallengeState, ChallengeEvent>(
      host,
      challengeFlow,
      () => this.backEnd,
      (previous, next) => this.step(previous, next),
    );
    new CountdownController(host, () => challengeFlow.deadline(this.flow.state));
    new AnswerField(
      host,
      () => textOf(this.state),
      (text) => this.flow.send({ type: 'edit', text }),
    );
    new PageController(host, {
      forget: () => {
        this.host.takeEarly();
        this.flow.forget();
      },
      restart: () => this.flow.restart(),
      holdsUnsaved: () => false,
    });
  }

  get state(): ChallengeState {
    return this.flow.state;
  }

  get send(): (event: ChallengeEvent) => void {
    return this.flow.send;
  }

  /**
   * Begins anew when the host names another back end. One client after another is only asked from now on: frameworks make a
   * new object at each render, and what a person has typed outlives that.
   */
  hostUpdate(): void {
    const { client, endpoint } = this.host;
    const { named } = this;
    if (named && named.client === client && named.endpoint === endpoint) return;
    const same = isClient(named?.client) && isClient(client) && this.state.at !== 'loading';
    this.named = { client, endpoint };
    this.backEnd = chooseBackEnd(client, endpoint);
    if (!same) this.flow.restart();
  }

  views(localization: Localization<typeof english & typeof sharedEnglish>, codeLength: number): ChallengeLater {
    const { strings } = localization;
    return {
      ...codeEntryLater(localization, strings.challengeBackupHint, codeLength),
      otherView: (state) => otherView(state, strings, () => this.flow.send({ type: 'proceed' })),
    };
  }

  /** Keeps a person's place. */
  hostUpdated(): void {
    const previous = this.shown;
    const { state: next } = this.flow;
    this.shown = next;
    if (previous.at !== 'answering' || previous === next) return;
    if (next.at === 'answering') followEntry(this.host.renderRoot, previous.entry, next.entry);
    // The field that had the focus is gone.
    else this.host.renderRoot.querySelector<HTMLElement>('#heading')?.focus();
  }

  private step(previous: ChallengeState, next: ChallengeState): void {
    const report = reportChallenge(previous, next);
    if (report) this.host.dispatchEvent(eventOf(report));
    if (previous.at === 'loading' && next.at === 'answering') this.host.takeEarly().forEach(this.flow.send);
  }
}

function textOf(state: ChallengeState): string | undefined {
  return state.at === 'answering' && state.entry.at !== 'locked' ? state.entry.text : undefined;
}

function eventOf(report: ChallengeReport): Event {
  switch (report.type) {
    case 'verified': {
      const { method, backupCodes, result } = report.verified;
      return new VerifiedEvent(method, backupCodes, result);
    }
    case 'signed-out':
      return new SignedOutEvent(report.failure.code);
    case 'failed':
      return new FailedEvent(report.failure.code);
  }
}
