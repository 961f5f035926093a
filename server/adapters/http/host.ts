import type { Request, Response } from 'express';
import type { SecondFactorMethod } from '../../../widget/protocol/messages.js';
import type { Caller, FullCaller, HalfCaller } from '../../core/two-factor/caller.js';
import type { SessionProof } from '../../core/two-factor/rules.js';

/**
 * What the router asks of the app that mounts it: the caller of a request, and changes of its session. With express-session each
 * method is a few lines over `req.session`; regenerate the id wherever “a new session id” is written.
 *
 * A method that throws, or that returns something of another kind, makes the answer 503, lets nobody in, and is logged with the
 * method's name. `factorChanged` alone is too late for that: the change is made, so the answer says so, and the log asks for a
 * person.
 */
export interface TwoFactorHost {
  /** The caller, by the session alone; null without one. Called once a request. */
  identify(req: Request): Promise<Caller | null>;

  /** Whether this is the account's password. Asked only while its 2FA is off. */
  checkPassword(caller: FullCaller, password: string): Promise<boolean>;

  /** Stores the proof with the session under a new session id. False when the session has ended meanwhile. */
  recordProof(req: Request, res: Response, caller: FullCaller, proof: SessionProof): Promise<boolean>;

  /**
   * Turns the half signed-in session into a full one under a new session id, with a `second_factor` proof of `at`. It must be
   * atomic: of several calls for one session at most one may succeed. Null when the session ended or was used.
   * `result` is sent to the page as it is: a redirect target, a token.
   */
  completeChallenge(
    req: Request,
    res: Response,
    caller: HalfCaller,
    passed: { method: SecondFactorMethod },
  ): Promise<{ result?: unknown } | null>;

  /**
   * 2FA was turned on, off or replaced: give this session a new id and end the account's other sessions. While it is `enabled`,
   * a code of the new authenticator was right a moment ago: store a `second_factor` proof of this time with the session.
   */
  factorChanged(req: Request, res: Response, caller: FullCaller, now: { enabled: boolean }): Promise<void>;
}
