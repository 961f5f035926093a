import * as z from 'zod';
import {
  authenticator,
  authenticatorNameSchema,
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
  Device,
  Devices,
  NewBackupCodes,
  PendingReference,
  PolicyRequirement,
  ProofAnswer,
  Setup,
  SetupConfirmation,
  SetupOptions,
  Status,
  Verified,
} from '../../widget/protocol/messages.js';

/**
 * The messages of the contract: those of this server, with the fields that a back end may leave out or add. The schemas of this
 * server are their source, so that a limit or a field has one place.
 */
export {
  authenticator,
  authenticatorNameSchema as authenticatorName,
  backupCodeCount,
  challengeSchema as challenge,
  deviceSchema as device,
  devicesSchema as devices,
  newBackupCodesSchema as newBackupCodes,
  opaque,
  policyRequirement,
  proofSchema as proof,
  setupOptionsSchema as setupOptions,
  setupSchema as setup,
  statusSchema as status,
  time,
  verifiedSchema as verified,
};

export const keyUri = setupSchema.shape.keyUri;

/** The body of an operation without fields. */
export const nothing = z.object({});
export const setupConfirmation = setupConfirmationSchema.in;
export const pendingReference = pendingReferenceSchema;

const [codeAnswer, backupCodeAnswer] = challengeAnswerSchema.options;
export const challengeAnswer = z.union([codeAnswer.in, backupCodeAnswer.in]);
const [provedByCode, provedByBackupCode, provedByPassword] = proofAnswerSchema.options;
export const proofAnswer = z.union([provedByCode.in, provedByBackupCode.in, provedByPassword.in]);

export const answersAreEqual: [
  Twin<typeof authenticator, Authenticator>,
  Twin<typeof policyRequirement, PolicyRequirement>,
  Twin<typeof statusSchema, Status>,
  Twin<typeof setupSchema, Setup>,
  Twin<typeof newBackupCodesSchema, NewBackupCodes>,
  Twin<typeof challengeSchema, Challenge>,
  Twin<typeof verifiedSchema, Verified>,
  Twin<typeof deviceSchema, Device>,
  Twin<typeof devicesSchema, Devices>,
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
  BodyTwin<typeof challengeAnswer, ChallengeAnswer>,
  BodyTwin<typeof proofAnswer, ProofAnswer>,
  BodyTwin<typeof pendingReference, PendingReference>,
] = [true, true, true, true];
