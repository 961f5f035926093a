import type { Kit } from '../kit/kit.js';
import { promises, type Group, type ProtocolPromise } from '../promises/index.js';

/**
 * How much a check weighs.
 *
 * - `required`: the run succeeds only when it holds
 * - `optional`: it has to hold where the back end has the operation, and the driver the function
 * - `advised`: good practice beyond the letter of the protocol; it never changes the exit code
 */
export type Level = 'required' | 'optional' | 'advised';

export interface Check {
  /** The group and a number, such as `replay/2`. Numbers are never used again. */
  readonly id: `${Group}/${number}`;
  readonly group: Group;
  readonly promise: ProtocolPromise;
  /** What holds, in one sentence. */
  readonly says: string;
  readonly level: Level;
  /** @throws `Failure` when the promise is broken, `NotShown` when this cannot be shown */
  readonly run: (kit: Kit) => Promise<void>;
}

type Define = (
  number: number,
  promise: ProtocolPromise['number'],
  says: string,
  run: (kit: Kit) => Promise<void>,
  level?: Level,
) => Check;

const byNumber = new Map(promises.map((promise) => [promise.number, promise]));

/** Defines the checks of one group. */
export function checksOf(group: Group): Define {
  return (number, promiseNumber, says, run, level) => {
    const promise = byNumber.get(promiseNumber);
    if (!promise) throw new Error(`there is no promise ${promiseNumber}`);
    return {
      id: `${group}/${number}`,
      group,
      promise,
      says,
      level: level ?? (promise.optional ? 'optional' : 'required'),
      run,
    };
  };
}
