/** Crockford's base 32, without I, L, O and U, which people misread. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const codesPerSet = 10;
const charactersPerCode = 16;
const maxTextLength = 64;

/** Ten codes of 80 random bits each, in groups: `ABCD-EFGH-JKMN-PQRS`. */
export function createBackupCodes(): string[] {
  return Array.from({ length: codesPerSet }, () => {
    const random = crypto.getRandomValues(new Uint8Array(charactersPerCode));
    const text = Array.from(random, (byte) => alphabet[byte % alphabet.length]).join('');
    return text.match(/.{4}/g)!.join('-');
  });
}

/** One spelling for comparison: upper case, without spaces and hyphens, O as 0, I and L as 1. */
export function normalizeBackupCode(text: string): string {
  if (text.length > maxTextLength) return '';
  return text.replace(/[ -]/g, '').toUpperCase().replace(/O/g, '0').replace(/[IL]/g, '1');
}

export interface BackupCodeSet {
  total: number;
  unused: Set<string>;
}

export function asBackupCodeSet(codes: string[]): BackupCodeSet {
  return { total: codes.length, unused: new Set(codes.map(normalizeBackupCode)) };
}

export function countBackupCodes({ total, unused }: BackupCodeSet): { remaining: number; total: number } {
  return { remaining: unused.size, total };
}
