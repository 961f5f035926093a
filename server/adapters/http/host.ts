import type { Device, SecondFactorMethod } from '../../../widget/protocol/messages.js';
import type { ClientInfo } from '../../core/audit/events.js';
import type { Caller, EnrolmentCaller, FullCaller, HalfCaller } from '../../core/two-factor/caller.js';
import type { SessionProof } from '../../core/two-factor/rules.js';

/** What has become of the second factor. */
export interface FactorChange {
  /** Whether 2FA is on. */
  enabled: boolean;
  authenticator?: 'added' | 'removed';
}

/**
 * The app that mounts the router implements this: it identifies the caller of a request and changes its session. With
 * express-session each method is a few lines over `req.session`. `Context` is what the server gives for a request: `{ req, res }` on Express and `node:http`, `{ request, headers }` where the Fetch API is used. Regenerate the session id where “a new session id” is written.
 *
 * If a method throws or returns a wrong type, the client gets 503, nobody is signed in, and the log names the method. Only
 * `factorChanged` differs: the change is already made, so the client gets the success, and the log asks the operator to act.
 */
export interface TwoFactorHost<Context> {
  /** The caller of the request, by its session; null without a session. Called once per request. */
  identify(context: Context): Promise<Caller | null>;

  /**
   * Whether this is the account's password. Called only while 2FA is off.
   *
   * @param client where the request comes from
   */
  checkPassword(caller: FullCaller, password: string, client?: ClientInfo): Promise<boolean>;

  /** Stores the proof in the session, under a new session id. False when the session has ended meanwhile. */
  recordProof(context: Context, caller: FullCaller, proof: SessionProof): Promise<boolean>;

  /**
   * Turns the half signed-in session into a full one, under a new session id and with a `second_factor` proof of this time. It must
   * be atomic: of several calls for one session at most one may succeed. Null when the session has ended or was already used.
   * The page gets `result` unchanged: a redirect target or a token.
   *
   * If the person wants it and `trustDays` allows it, `trustDevice` is true: from now on this browser signs in with the first factor
   * alone. Bind the trust to `TwoFactor.fingerprint` and to the password, so that a change of either ends it.
   */
  completeChallenge(
    context: Context,
    caller: HalfCaller,
    passed: { method: SecondFactorMethod; trustDevice: boolean },
  ): Promise<{ result?: unknown } | null>;

  /**
   * 2FA was turned on, replaced or turned off. Give this session a new id, end the account's other sessions, and forget its trusted
   * devices. If 2FA is `enabled`, also store a `second_factor` proof of this time in the session: a code of the new authenticator was right just now.
   *
   * With `authenticator` one of several was added or removed. After one was `added` the other sessions may go on.
   * After one was `removed` the proof of the session stays as it is: no code was given.
   */
  factorChanged(context: Context, caller: FullCaller, change: FactorChange): Promise<void>;

  /**
   * For how many days this browser may be trusted after its challenge; null when it may not. A host without this method trusts no
   * device, and the challenge does not offer it.
   */
  trustDays?(context: Context, caller: HalfCaller): Promise<number | null>;

  /**
   * The account's sessions and trusted devices, at most 100, newest first. A host has this and the two methods below, or none of
   * them: then the contract answers 404 `not_found`, and `harmony-2fa-devices` shows nothing.
   */
  devices?(context: Context, caller: FullCaller): Promise<Device[]>;

  /**
   * Ends this session, or forgets this trusted device, at once. False when the account has none with this id.
   *
   * @param client where the request comes from, for the audit entry
   */
  removeDevice?(context: Context, caller: FullCaller, id: string, client?: ClientInfo): Promise<boolean>;

  /**
   * Ends the account's other sessions and forgets all its trusted devices. False when this session has ended meanwhile.
   *
   * @param client where the request comes from, for the audit entry
   */
  removeOtherDevices?(context: Context, caller: FullCaller, client?: ClientInfo): Promise<boolean>;

  /**
   * Somebody who had to turn 2FA on at sign-in has done so. Turn the session into a full one, under a new session id and with a
   * `second_factor` proof of this time, and end the account's other sessions. It must be atomic, as `completeChallenge`. False when
   * the session has ended or was already used: then end all sessions of the account.
   *
   * Only for a host whose `identify` returns the stage `enrolment`. Begin such a session where `TwoFactor.nextStage` says so, and
   * treat it as not signed in everywhere else. Ask `TwoFactor.mustEnrol` for each full session.
   */
  completeEnrolment?(context: Context, caller: EnrolmentCaller): Promise<boolean>;
}
