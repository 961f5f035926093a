/**
 * One row per account. Times are epoch milliseconds. `number | string` because PostgreSQL's driver gives 64-bit
 * integers as text; `second-factor-store` is where they become numbers.
 */
export interface SecondFactorTable {
  account_id: string;
  version: number;
  enabled_at: Whole | null;
  secret: string | null;
  last_step: Whole | null;
  backup_codes: string | null;
  backup_codes_spent: number;
  setup_secret: string | null;
  setup_backup_codes: string | null;
  setup_expires_at: Whole | null;
  new_backup_codes: string | null;
  new_backup_codes_expires_at: Whole | null;
  failures: number;
  locked_until: Whole | null;
  blocked_at: Whole | null;
  /** `day:count` of each day with failures, separated by spaces. */
  recent_failures: string;
}

export type Whole = number | string;

export interface TwoFactorTables {
  second_factors: SecondFactorTable;
}
