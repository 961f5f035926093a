import * as z from 'zod';
import {
  backupCodeCount,
  challengeAnswerSchema,
  challengeSchema,
  deviceSchema,
  devicesSchema,
  newBackupCodesSchema,
  opaque,
  pendingReferenceSchema,
  policyRequirement,
  proofAnswerSchema,
  proofSchema,
  setupConfirmationSchema,
  setupSchema,
  statusSchema,
  time,
  verifiedSchema,
  type Twin,
} from '../adapters/http/schemas.js';
import type {
  Challenge,
  ChallengeAnswer,
  Device,
  Devices,
  NewBackupCodes,
  PendingReference,
  ProofAnswer,
  Setup,
  SetupConfirmation,
  Status,
  Verified,
} from '../../widget/protocol/messages.js';
import type * as optional from '../../widget/protocol/optional.js';

/**
 * The messages of the contract: those of this server, with the fields that a back end may leave out or add. The schemas of this
 * server are their source, so that a limit or a field has one place.
 */
export {
  backupCodeCount,
  challengeSchema as challenge,
  deviceSchema as device,
  devicesSchema as devices,
  newBackupCodesSchema as newBackupCodes,
  opaque,
  policyRequirement,
  proofSchema as proof,
  setupSchema as setup,
  time,
  verifiedSchema as verified,
};

const name = z.string().min(1);
const optionally = z.exactOptional;

export const authenticator = z.object({ id: opaque, name, addedAt: time, lastUsedAt: time.nullable() });

const [off, on] = statusSchema.options;
const statusOptions = {
  authenticators: optionally(z.array(authenticator).max(5)),
};
export const status = z.discriminatedUnion('enabled', [off.extend(statusOptions), on.extend(statusOptions)]);

export const keyUri = setupSchema.shape.keyUri;

/** The body of an operation without fields. */
export const nothing = z.object({});
export const setupOptions = z.object({ mode: optionally(z.enum(['replace', 'add'])) });
export const setupConfirmation = setupConfirmationSchema.in.extend({ name: optionally(name) });
export const pendingReference = pendingReferenceSchema;

const [codeAnswer, backupCodeAnswer] = challengeAnswerSchema.options;
export const challengeAnswer = z.union([codeAnswer.in, backupCodeAnswer.in]);
const [provedByCode, provedByBackupCode, provedByPassword] = proofAnswerSchema.options;
export const proofAnswer = z.union([provedByCode.in, provedByBackupCode.in, provedByPassword.in]);
export const authenticatorName = z.object({ name });

export const answersAreEqual: [
  Twin<typeof authenticator, optional.Authenticator>,
  Twin<typeof status, Status & optional.StatusOptions>,
  Twin<typeof setupSchema, Setup>,
  Twin<typeof newBackupCodesSchema, NewBackupCodes>,
  Twin<typeof challengeSchema, Challenge>,
  Twin<typeof verifiedSchema, Verified>,
  Twin<typeof deviceSchema, Device>,
  Twin<typeof devicesSchema, Devices>,
  Twin<typeof setupOptions, optional.SetupOptions>,
  Twin<typeof authenticatorName, optional.AuthenticatorName>,
] = [true, true, true, true, true, true, true, true, true, true];

/** Without the fields that a body must not have, such as `backupCode` beside `code`. */
type Present<Body> = Body extends unknown
  ? { [Field in keyof Body as [Exclude<Body[Field], undefined>] extends [never] ? never : Field]: Body[Field] }
  : never;
type BodyTwin<Schema extends z.ZodType, Body> = Twin<z.ZodType<Present<z.output<Schema>>>, Body>;

export const bodiesAreEqual: [
  BodyTwin<typeof setupConfirmation, SetupConfirmation & optional.ConfirmationOptions>,
  BodyTwin<typeof challengeAnswer, ChallengeAnswer>,
  BodyTwin<typeof proofAnswer, ProofAnswer>,
  BodyTwin<typeof pendingReference, PendingReference>,
] = [true, true, true, true];
