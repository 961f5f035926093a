import * as z from 'zod';
import {
  authenticator,
  authenticatorNameSchema,
  backupCodeCount,
  challengeAnswerSchema,
  challengeSchema,
  newBackupCodesSchema,
  opaque,
  pendingReferenceSchema,
  proofAnswerSchema,
  proofSchema,
  setupConfirmationSchema,
  setupOptionsSchema,
  setupSchema,
  statusSchema,
  time,
  verifiedSchema,
  type Twin,
} from '../adapters/http/schemas.js';
import type {
  Authenticator,
  AuthenticatorName,
  Challenge,
  ChallengeAnswer,
  NewBackupCodes,
  PendingReference,
  ProofAnswer,
  Setup,
  SetupConfirmation,
  SetupOptions,
  Status,
  Verified,
} from '../../widget/protocol/messages.js';
import type * as optional from '../../widget/protocol/optional.js';

/**
 * The messages of the contract: those of this server, with the fields that a back end may leave out or add. The schemas of this
 * server are their source, so that a limit or a field has one place.
 */
export {
  authenticator,
  authenticatorNameSchema as authenticatorName,
  backupCodeCount,
  newBackupCodesSchema as newBackupCodes,
  opaque,
  proofSchema as proof,
  setupOptionsSchema as setupOptions,
  setupSchema as setup,
  time,
  verifiedSchema as verified,
};

const name = z.string().min(1);
const optionally = z.exactOptional;

export const policyRequirement = z.object({ since: time, graceEndsAt: time.nullable() });

const [off, on] = statusSchema.options;
const statusOptions = { required: optionally(policyRequirement) };
export const status = z.discriminatedUnion('enabled', [off.extend(statusOptions), on.extend(statusOptions)]);

export const keyUri = setupSchema.shape.keyUri;
export const challenge = challengeSchema.extend({ trustDays: optionally(z.int().positive()) });

export const device = z.object({
  id: opaque,
  kind: z.enum(['session', 'trusted_device']),
  name,
  address: z.string().nullable(),
  current: z.boolean(),
  addedAt: time,
  lastUsedAt: time,
  expiresAt: time,
});
export const devices = z.object({ devices: z.array(device).max(100) });

/** The body of an operation without fields. */
export const nothing = z.object({});
export const setupConfirmation = setupConfirmationSchema.in;
export const pendingReference = pendingReferenceSchema;

const trustDevice = optionally(z.boolean());
const [codeAnswer, backupCodeAnswer] = challengeAnswerSchema.options;
export const challengeAnswer = z.union([
  codeAnswer.in.extend({ trustDevice }),
  backupCodeAnswer.in.extend({ trustDevice }),
]);
const [provedByCode, provedByBackupCode, provedByPassword] = proofAnswerSchema.options;
export const proofAnswer = z.union([provedByCode.in, provedByBackupCode.in, provedByPassword.in]);

export const answersAreEqual: [
  Twin<typeof authenticator, Authenticator>,
  Twin<typeof policyRequirement, optional.PolicyRequirement>,
  Twin<typeof status, Status & optional.StatusOptions>,
  Twin<typeof setupSchema, Setup>,
  Twin<typeof newBackupCodesSchema, NewBackupCodes>,
  Twin<typeof challenge, Challenge & optional.ChallengeOptions>,
  Twin<typeof verifiedSchema, Verified>,
  Twin<typeof device, optional.Device>,
  Twin<typeof devices, optional.Devices>,
  Twin<typeof setupOptionsSchema, SetupOptions>,
  Twin<typeof authenticatorNameSchema, AuthenticatorName>,
] = [true, true, true, true, true, true, true, true, true, true, true];

/** Without the fields that a body must not have, such as `backupCode` beside `code`. */
type Present<Body> = Body extends unknown
  ? { [Field in keyof Body as [Exclude<Body[Field], undefined>] extends [never] ? never : Field]: Body[Field] }
  : never;
type BodyTwin<Schema extends z.ZodType, Body> = Twin<z.ZodType<Present<z.output<Schema>>>, Body>;

export const bodiesAreEqual: [
  BodyTwin<typeof setupConfirmation, SetupConfirmation>,
  BodyTwin<typeof challengeAnswer, ChallengeAnswer & optional.ChallengeAnswerOptions>,
  BodyTwin<typeof proofAnswer, ProofAnswer>,
  BodyTwin<typeof pendingReference, PendingReference>,
] = [true, true, true, true];
