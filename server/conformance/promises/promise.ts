/**
 * The rules of the protocol that no schema can hold. The numbers never change and are never used again: reports, documentation
 * and `--expect` files refer to them. A new rule gets the next number, in the list of its group.
 */
export interface ProtocolPromise {
  /** `P-1` and so on. */
  readonly number: `P-${number}`;
  readonly group: Group;
  /** What a back end promises, in one or two sentences. */
  readonly text: string;
  /** Where the rule comes from. `protocol: …` names a subject of this protocol. */
  readonly sources: readonly string[];
  /** Holds only where the back end has the operation or the message. */
  readonly optional?: true;
}

/** The groups in the order in which they are checked and reported. */
export const groups = {
  messages: 'Messages and headers',
  story: 'Sign-in from start to end',
  window: 'Time steps and drift',
  replay: 'Spent codes',
  'backup-codes': 'Backup codes',
  attempts: 'The budget of attempts',
  counting: 'What counts as an attempt',
  expiry: 'Expiry',
  pending: 'Pending set-ups and codes',
  changes: 'What follows a change',
  access: 'Access',
  input: 'Hostile input',
  races: 'Races',
  leakage: 'Leaks',
  optional: 'Optional operations',
} as const;

export type Group = keyof typeof groups;
