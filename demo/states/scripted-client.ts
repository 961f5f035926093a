import { ClientError, type TwoFactorClient } from '../../widget/client/index.js';
import type { ElementState, Operation } from './element-state.js';
import { sampleMessages } from './sample-messages.js';

/** A back end that answers as a state of the catalogue says, and else with the sample messages. */
export function scriptedClient({
  answers,
  failures = {},
  unanswered,
  missingOperations = [],
  changes,
}: ElementState): TwoFactorClient {
  const messages = { ...sampleMessages, ...answers };
  const due = new Map(Object.entries(failures));
  const call = (operation: Operation) => (): Promise<unknown> => {
    const failure = due.get(operation);
    due.delete(operation);
    if (failure) return Promise.reject(new ClientError(failure));
    return operation === unanswered ? new Promise(() => undefined) : Promise.resolve(messages[operation]);
  };
  const operations = (Object.keys(messages) as Operation[]).filter(
    (operation) => !missingOperations.includes(operation),
  );
  const methods = Object.fromEntries(operations.map((operation) => [operation, call(operation)]));
  return { ...methods, ...(changes && { changes }) } as unknown as TwoFactorClient;
}
