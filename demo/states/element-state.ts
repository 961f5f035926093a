import type { Change, Failure } from '../../widget/client/index.js';
import type { Messages } from './sample-messages.js';

export type Operation = keyof Messages;

/** One step towards a state: what a person does, or what the element shows before the next step. The names are English. */
export type Step =
  /** The page calls `prove()` of the step-up. */
  | { prove: true }
  | { press: string }
  | { pressIfShown: string }
  | { type: string; text: string }
  | { tick: string }
  | { seesDialog: string }
  | { seesError: string }
  | { sees: string };

/** A state of an element that a person can see: what the back end answers, and the steps that lead there. */
export interface ElementState {
  /** The answers that differ from the sample messages. */
  answers?: Partial<Messages>;
  /** The first call of such an operation fails. */
  failures?: Partial<Record<Operation, Failure>>;
  /** A call of this operation gets no answer. */
  unanswered?: Operation;
  /** The methods that the client does not have. */
  missingOperations?: readonly Operation[];
  /** The changes that the client names. */
  changes?: readonly Change[];
  /** What the page sets on the set-up. */
  page?: { readonly?: boolean; onBefore?: () => unknown };
  steps?: readonly Step[];
}
