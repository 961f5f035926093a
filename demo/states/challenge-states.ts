import { unreachable } from './common-answers.js';
import type { ElementState, Step } from './element-state.js';
import { sampleMessages } from './sample-messages.js';

const typeCode: Step = { type: 'Enter the 6-digit code from your authenticator app', text: '111111' };
const useBackupCode: Step = { press: 'Use a backup code' };
const trust: Step = { tick: 'Trust this device for 30 days' };
const offersTrust = {
  answers: { readChallenge: { ...sampleMessages.readChallenge, trustDays: 30 } },
} satisfies ElementState;

/** Every state of the challenge. */
export const challengeStates = {
  loading: { unanswered: 'readChallenge' },
  asking: {},
  unreachable: { failures: { readChallenge: unreachable } },
  checking: { unanswered: 'answerChallenge', steps: [typeCode] },
  'wrong code': {
    failures: { answerChallenge: { code: 'code_invalid', attemptsRemaining: 2 } },
    steps: [typeCode, { seesError: 'That code is not right.' }],
  },
  locked: {
    failures: { answerChallenge: { code: 'too_many_attempts', retryAfter: 120 } },
    steps: [typeCode, { seesError: 'Too many attempts.' }],
  },
  'blocked authenticator': {
    failures: { answerChallenge: { code: 'authenticator_blocked' } },
    steps: [typeCode, { seesError: 'Your authenticator is blocked' }],
  },
  'blocked authenticator that codes open': {
    answers: { readChallenge: { ...sampleMessages.readChallenge, codesUnblock: true } },
    failures: { answerChallenge: { code: 'authenticator_blocked' } },
    steps: [typeCode, { seesError: 'enter three codes in a row' }],
  },
  'asking for a backup code': { steps: [useBackupCode] },
  expired: { failures: { readChallenge: { code: 'challenge_expired' } } },
  verified: { steps: [typeCode, { sees: 'Verified.' }] },
  'verified with a backup code, few left': {
    answers: { answerChallenge: { verified: true, method: 'backup_code', backupCodes: { remaining: 1, total: 10 } } },
    steps: [
      useBackupCode,
      { type: 'Backup code', text: 'ABCD' },
      { press: 'Verify' },
      { sees: '1 of 10 backup codes left' },
    ],
  },
  'asking for a code alone': { answers: { readChallenge: { ...sampleMessages.readChallenge, methods: ['totp'] } } },
  'blocked authenticator, a code alone': {
    answers: { readChallenge: { ...sampleMessages.readChallenge, methods: ['totp'] } },
    failures: { answerChallenge: { code: 'authenticator_blocked' } },
    steps: [typeCode, { seesError: 'This does not work right now.' }],
  },
  'nothing to read': { missingOperations: ['readChallenge'] },
  'verified, codes not counted': {
    answers: { answerChallenge: { verified: true, method: 'backup_code' } },
    steps: [useBackupCode, { type: 'Backup code', text: 'ABCD' }, { press: 'Verify' }, { sees: 'Verified.' }],
  },
  'offering trust': offersTrust,
  'trust chosen': { ...offersTrust, steps: [trust] },
  'wrong code, trust chosen': {
    ...offersTrust,
    failures: { answerChallenge: { code: 'code_invalid', attemptsRemaining: 2 } },
    steps: [trust, typeCode, { seesError: 'That code is not right.' }],
  },
  'checking, trust chosen': { ...offersTrust, unanswered: 'answerChallenge', steps: [trust, typeCode] },
} satisfies Record<string, ElementState>;
