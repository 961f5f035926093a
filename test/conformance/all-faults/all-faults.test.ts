import { describe, it } from 'node:test';
import { faultNames } from '../stand-in/faults.js';
import { assertFound } from '../support/find-faults.js';

describe('every planted fault is found by the checks that name it, and by no other', () => {
  for (const fault of faultNames) it(fault, () => assertFound(fault));
});
