import { authenticatorsPart, bundle, entries, qrEncoder } from '../../support/bundle.js';
import { budget } from '../../support/byte-budgets.js';
import type { Part } from './visit.js';

/** The bytes that a browser loads for the tags, after brotli and with Lit. */
export async function measureBytes(): Promise<Part> {
  const challenge = await bundle(entries.challengeAlone);
  const devices = await bundle(entries.devicesAlone);
  const both = await bundle(entries.bothTags);
  const authenticators = both.sizeOf(both.chunkOf(authenticatorsPart));
  const enrolment = await bundle(entries.enrolmentAlone);
  const [setup, withStepUp] = [await bundle(entries.setupAlone), await bundle(entries.setupWithStepUp)];
  const rows: [what: string, bytes: number, limit: number][] = [
    ['the challenge, complete in English, bytes after brotli', challenge.completeSize, budget.challengeComplete],
    ['both tags at first, bytes after brotli', both.initialSize, budget.bothTags],
    ['both tags, complete in English with the QR encoder', both.completeSize - authenticators, budget.bothTagsComplete],
    ['the list of authenticators, where a back end has it', authenticators, budget.authenticators],
    ['the list of sessions and devices, complete in English', devices.completeSize, budget.devicesComplete],
    ['the enrolment at first', enrolment.initialSize, budget.enrolment],
    ['the QR encoder, once a code is shown', both.sizeOf(both.chunkOf(qrEncoder)), budget.qrEncoder],
    ['the step-up, beyond the set-up, complete', withStepUp.completeSize - setup.completeSize, budget.stepUp],
  ];
  return {
    goals: rows.map(([what, bytes, limit]) => ({
      what,
      goal: `at most ${limit.toLocaleString('en')}`,
      measured: bytes.toLocaleString('en'),
      reached: bytes <= limit,
    })),
    figures: [],
  };
}
