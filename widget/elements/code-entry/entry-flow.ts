import { addBackEnd, type BackEndHost } from '../../controllers/back-end-controller.js';
import { addCountdown } from '../../controllers/countdown-controller.js';
import { keepFocus, type FocusHost } from '../../controllers/focus-controller.js';
import { addPageLifecycle } from '../../controllers/page-controller.js';
import type { CodeEntry, EntryEvent } from '../../flow/code-entry.js';
import { FlowController } from '../../flow/flow-controller.js';
import type { Flow } from '../../flow/flow.js';
import { addAnswerField, type AnswerFieldHost } from './answer-field.js';

export interface EntryFlowHost extends BackEndHost, AnswerFieldHost, FocusHost {}

/**
 * Runs a flow that asks for a code: connects it to the back end, the page's lifecycle, the focus, the countdown of a wait and the
 * field for a backup code or a password.
 *
 * @param entryOf the code entry of a state; null when the state has none
 * @param report the event that tells the page about a step; null when the page is not told
 */
export function addEntryFlow<State extends { at: string }, FlowEvent extends { type: string }>(
  host: EntryFlowHost,
  flow: Flow<State, FlowEvent | EntryEvent>,
  entryOf: (state: State) => CodeEntry | null,
  report: (previous: State, next: State) => Event | null,
): FlowController<State, FlowEvent | EntryEvent> {
  const client = addBackEnd(host, () => {
    if (controller.state.at === 'loading') controller.resend();
    else controller.restart();
  });
  const controller = new FlowController<State, FlowEvent | EntryEvent>(host, flow, client, (previous, next) => {
    const event = report(previous, next);
    if (event) host.dispatchEvent(event);
  });
  addCountdown(host, () => flow.deadline(controller.state));
  addPageLifecycle(host, controller);
  keepFocus(host);
  addAnswerField(
    host,
    () => entryOf(controller.state),
    (text) => controller.send({ type: 'edit', text }),
  );
  return controller;
}
