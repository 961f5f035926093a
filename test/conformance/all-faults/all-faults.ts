import { describe, it } from 'node:test';
import { faultNames } from '../stand-in/faults.js';
import { assertFound } from '../support/find-faults.js';

/** One part of the planted faults: two files of tests run side by side. */
export function findFaults(part: 0 | 1): void {
  describe('every planted fault is found by the checks that name it, and by no other', () => {
    for (const fault of faultNames.filter((_name, index) => index % 2 === part)) it(fault, () => assertFound(fault));
  });
}
