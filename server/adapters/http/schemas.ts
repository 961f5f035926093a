import * as z from 'zod';
import type {
  Authenticator,
  AuthenticatorName,
  BackupCodeAnswer,
  BackupCodeCount,
  Challenge,
  ChallengeAnswer,
  CodeAnswer,
  Device,
  Devices,
  NewBackupCodes,
  PasswordAnswer,
  PendingReference,
  PolicyRequirement,
  Proof,
  ProofAnswer,
  Setup,
  SetupConfirmation,
  SetupOptions,
  Status,
  TrustChoice,
  Verified,
} from '../../../widget/protocol/messages.js';
import { errorStatus, type ErrorCode, type Problem } from '../../../widget/protocol/error-codes.js';
import { isAuthenticatorName } from '../../core/two-factor/authenticator-name.js';
import { isKeyUri } from '../../../widget/protocol/key-uri.js';
import {
  maxAuthenticatorNameLength,
  maxAuthenticators,
  maxBackupCodeLength,
  maxBackupCodes,
  maxDevices,
} from '../../../widget/protocol/limits.js';

/** The messages of the contract as schemas. They refuse the same messages as the readers of the widget. */
export const time = z.iso.datetime();
const count = z.int().nonnegative();
const secondFactorMethod = z.enum(['totp', 'backup_code']);
const proofMethod = z.enum(['totp', 'backup_code', 'password']);
const backupCodes = z.array(z.string().min(1).max(maxBackupCodeLength)).max(maxBackupCodes);

export const backupCodeCount = z
  .object({ remaining: count, total: count })
  .refine(({ remaining, total }) => remaining <= total, 'remaining exceeds total');

/** The widget sends this text back unchanged, also in a header. */
export const opaque = z.string().regex(/^[!-~]{1,128}$/);

export const policyRequirement = z.object({ since: time, graceEndsAt: time.nullable() });

const session = {
  account: z.exactOptional(opaque),
  proofAge: z.exactOptional(count),
  required: z.exactOptional(policyRequirement),
};

export const authenticator = z.object({
  id: opaque,
  name: z.string().min(1),
  addedAt: time,
  lastUsedAt: time.nullable(),
});

export const statusSchema = z.discriminatedUnion('enabled', [
  z.object({ enabled: z.literal(false), ...session }),
  z.object({
    enabled: z.literal(true),
    enabledAt: z.exactOptional(time),
    backupCodes: z.exactOptional(backupCodeCount),
    authenticators: z.exactOptional(z.array(authenticator).max(maxAuthenticators)),
    ...session,
  }),
]);

/** Grammar and limit come from the protocol. The server's `keyUri` makes shorter URIs, for the QR code. */
const keyUri = z.string().refine(isKeyUri, 'not a Key URI with one secret');

export const setupSchema = z.object({
  keyUri,
  backupCodes,
  expiresAt: time,
  id: z.exactOptional(opaque),
});

export const challengeSchema = z.object({
  methods: z.array(secondFactorMethod).min(1),
  expiresAt: time,
  trustDays: z.exactOptional(z.int().positive()),
  codesUnblock: z.exactOptional(z.boolean()),
});

export const verifiedSchema = z.object({
  verified: z.literal(true),
  method: secondFactorMethod,
  backupCodes: z.exactOptional(backupCodeCount),
  result: z.unknown().optional(),
});

export const proofSchema = z.object({ validUntil: time });

export const newBackupCodesSchema = z.object({
  backupCodes: backupCodes.min(1),
  expiresAt: time,
  id: z.exactOptional(opaque),
});

export const deviceSchema = z.object({
  id: opaque,
  kind: z.enum(['session', 'trusted_device']),
  name: z.string().min(1),
  address: z.string().nullable(),
  current: z.boolean(),
  addedAt: time,
  lastUsedAt: time,
  expiresAt: time,
});

export const devicesSchema = z.object({
  devices: z.array(deviceSchema).max(maxDevices),
  account: z.exactOptional(opaque),
});

export const problemSchema = z.object({
  type: z.literal('about:blank'),
  title: z.string(),
  status: z.int(),
  code: z.enum(Object.keys(errorStatus) as [ErrorCode, ...ErrorCode[]]),
  retryAfter: z.exactOptional(count),
  attemptsRemaining: z.exactOptional(count),
  methods: z.exactOptional(z.array(proofMethod)),
  skewSeconds: z.exactOptional(z.int()),
});

/** The bodies of the operations. Unknown fields are ignored; a body with two credentials is refused. */
const absent = z.never().optional();
const code = { code: z.string(), backupCode: absent };
const backupCode = { backupCode: z.string(), code: absent };
const password = { password: z.string(), code: absent, backupCode: absent };
const toCode = (body: CodeAnswer): CodeAnswer => ({ code: body.code });
const toBackupCode = (body: BackupCodeAnswer): BackupCodeAnswer => ({ backupCode: body.backupCode });
const toPassword = (body: PasswordAnswer): PasswordAnswer => ({ password: body.password });

export const codeAnswerSchema = z.object(code).transform(toCode);
const pending = { id: z.exactOptional(z.string()) };
const name = z.string().min(1).max(maxAuthenticatorNameLength).refine(isAuthenticatorName, 'no visible text');
export const authenticatorNameSchema = z.object({ name });
export const setupOptionsSchema = z.object({ mode: z.exactOptional(z.enum(['replace', 'add'])) });
export const setupConfirmationSchema = z
  .object({ ...code, ...pending, name: z.exactOptional(name) })
  .transform((body): SetupConfirmation => ({
    code: body.code,
    ...(body.id !== undefined && { id: body.id }),
    ...(body.name !== undefined && { name: body.name }),
  }));
export const pendingReferenceSchema = z.object(pending);

const trust = { trustDevice: z.exactOptional(z.boolean()) };
const toTrust = ({ trustDevice }: TrustChoice): TrustChoice => ({ ...(trustDevice !== undefined && { trustDevice }) });

export const challengeAnswerSchema = z.union([
  z
    .object({ ...code, ...trust })
    .transform((body): CodeAnswer & TrustChoice => ({ ...toCode(body), ...toTrust(body) })),
  z
    .object({ ...backupCode, ...trust })
    .transform((body): BackupCodeAnswer & TrustChoice => ({ ...toBackupCode(body), ...toTrust(body) })),
]);
export const proofAnswerSchema = z.union([
  z.object({ ...code, password: absent }).transform(toCode),
  z.object({ ...backupCode, password: absent }).transform(toBackupCode),
  z.object(password).transform(toPassword),
]);

/** `satisfies` would accept an extra required field. Two conditional types are identical only for equal types. */
type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Flat<T> = T extends readonly (infer Item)[] ? Flat<Item>[] : T extends object ? { [K in keyof T]: Flat<T[K]> } : T;
export type Twin<Schema extends z.ZodType, Message> = Equal<Flat<z.output<Schema>>, Flat<Message>>;

export const twinsAreEqual: [
  Twin<typeof backupCodeCount, BackupCodeCount>,
  Twin<typeof policyRequirement, PolicyRequirement>,
  Twin<typeof authenticator, Authenticator>,
  Twin<typeof statusSchema, Status>,
  Twin<typeof setupSchema, Setup>,
  Twin<typeof challengeSchema, Challenge>,
  Twin<typeof verifiedSchema, Verified>,
  Twin<typeof proofSchema, Proof>,
  Twin<typeof newBackupCodesSchema, NewBackupCodes>,
  Twin<typeof deviceSchema, Device>,
  Twin<typeof devicesSchema, Devices>,
  Twin<typeof problemSchema, Problem>,
  Twin<typeof codeAnswerSchema, CodeAnswer>,
  Twin<typeof setupOptionsSchema, SetupOptions>,
  Twin<typeof setupConfirmationSchema, SetupConfirmation>,
  Twin<typeof authenticatorNameSchema, AuthenticatorName>,
  Twin<typeof pendingReferenceSchema, PendingReference>,
  Twin<typeof challengeAnswerSchema, ChallengeAnswer>,
  Twin<typeof proofAnswerSchema, ProofAnswer>,
] = [true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true];
