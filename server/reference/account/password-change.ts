import type { Kysely } from 'kysely';
import type { Announce } from '../../core/audit/announcer.js';
import { eventsOf, type Requester } from '../../core/audit/events.js';
import type { Argon2 } from '../../core/crypto/argon2.js';
import { inTurn } from '../../core/crypto/slow-hash.js';
import { hashToken, newAccountToken } from '../../core/crypto/token.js';
import { describeError, type Log } from '../../core/log.js';
import { turnOf } from '../../core/two-factor/turn-of.js';
import type { SessionProof } from '../../core/two-factor/rules.js';
import { endOtherSessions, type SessionEnding } from './session-ending.js';
import { transactOverRows } from '../../adapters/store/transact.js';
import { lockAccount, type HostTables } from './tables.js';

export interface PasswordChangeParts {
  db: Kysely<HostTables>;
  argon2: Pick<Argon2, 'hashPassword' | 'verifyPassword'>;
  sessions: Pick<SessionEnding, 'endOthers'>;
  announce: Announce;
  log: Log;
}

export interface NewPassword {
  /** The session that asks. */
  sessionId: string;
  oldPassword: string;
  newPassword: string;
  /** A proof that the session gets with its new id; null to keep the one that it has. */
  proof: SessionProof | null;
}

/** `wrong`: the old password is not right, or no longer. `ended`: the session has ended meanwhile. Nothing has changed then. */
export type PasswordOutcome = { sessionId: string } | 'wrong' | 'ended';

/**
 * Gives an account another password, its session a new id, and ends all that the old password may have opened: the other sessions,
 * half signed-in ones too, and the trust in devices. All of it in one transaction with its audit entries.
 */
export type ChangePassword = (requester: Requester, request: NewPassword, now: Date) => Promise<PasswordOutcome>;

export function createPasswordChange({ db, argon2, sessions, announce, log }: PasswordChangeParts): ChangePassword {
  return async (requester, { sessionId, oldPassword, newPassword, proof }, now) => {
    const { accountId } = requester;
    const account = await db
      .selectFrom('accounts')
      .select('password_hash')
      .where('id', '=', accountId)
      .executeTakeFirst();
    if (!account) return 'ended';
    const formerHash = account.password_hash;
    // The network takes turns too: many accounts of one network must not delay those of others.
    const turn = turnOf(requester);
    if (!(await inTurn(turn, () => argon2.verifyPassword(formerHash, oldPassword)))) return 'wrong';
    const password_hash = await inTurn(turn, () => argon2.hashPassword(newPassword));

    const fresh = newAccountToken(accountId);
    const changed = await transactOverRows(db, async (transaction) => {
      await lockAccount(transaction, accountId);
      const { numUpdatedRows: rotated } = await transaction
        .updateTable('sessions')
        .set({
          id_hash: hashToken(fresh),
          last_seen_at: now.getTime(),
          ...(proof && { proved_at: proof.at.getTime(), proved_with: proof.method }),
        })
        .where('id_hash', '=', hashToken(sessionId))
        .where('account_id', '=', accountId)
        .where('stage', '=', 'full')
        .executeTakeFirst();
      if (rotated !== 1n) return 'ended';
      const { numUpdatedRows: replaced } = await transaction
        .updateTable('accounts')
        .set({ password_hash })
        .where('id', '=', accountId)
        // Of two changes at the same time the later one has an old password that is not right any more.
        .where('password_hash', '=', formerHash)
        .executeTakeFirst();
      if (replaced !== 1n) throw new LostRace();
      const events = eventsOf(requester, now, 'password_changed');
      return endOtherSessions(transaction, requester, hashToken(fresh), now, () => events);
    }).catch((error: unknown) => {
      if (error instanceof LostRace) return 'wrong' as const;
      throw error;
    });
    if (changed === 'ended' || changed === 'wrong') return changed;
    announce(changed);
    // A sign-in with the old password that the transaction did not see yet has begun by now, or sees the new password itself.
    await sessions.endOthers(requester, fresh, now).catch((error: unknown) => {
      // The password is changed. An error would take the new session id from the owner, who would read that nothing has changed.
      log.error(
        { accountId, ...describeError(error) },
        'end the other sessions of this account: harmony-2fa-admin end-sessions',
      );
    });
    return { sessionId: fresh };
  };
}

/** Rolls the transaction back. */
class LostRace extends Error {}
