import type { Challenge, Setup, Status, Verified } from '../../../widget/protocol/messages.js';

const expiresAt = '2100-01-01T00:00:00Z';

const challenge: Challenge = { methods: ['totp', 'backup_code'], expiresAt };
const verified: Verified = { verified: true, method: 'totp', backupCodes: { remaining: 9, total: 10 } };
const status: Status = { enabled: false };
const setup: Setup = {
  keyUri:
    'otpauth://totp/Harmony:ada%40example.com?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Harmony&algorithm=SHA1&digits=6&period=30',
  backupCodes: Array.from({ length: 10 }, (_, index) => `K${index}QF-7HXM-2VRD-9TPW`),
  expiresAt,
};

/**
 * Hanko's flow API at the step that asks for the code of an authenticator app. A real flow begins with e-mail address and
 * password. Here the first answer is this step, so that the element waits for one answer, as ours does.
 */
const hankoCode = {
  name: 'login_otp',
  status: 200,
  csrf_token: 'token',
  payload: {},
  actions: {
    otp_code_validate: {
      action: 'otp_code_validate',
      href: '/login?action=otp_code_validate',
      inputs: { otp_code: { name: 'otp_code', type: 'string', required: true } },
    },
  },
};

/** The answers of the back end, without delay. */
export const api: Record<string, object> = {
  'GET /api/2fa/challenge': challenge,
  'POST /api/2fa/challenge': verified,
  'GET /api/2fa/status': status,
  'POST /api/2fa/setup': setup,
  'POST /api/hanko/login': hankoCode,
  'GET /api/hanko/sessions/validate': { is_valid: false },
};
