import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sheetFileName, sheetText } from '../../../widget/otp/backup-code-sheet.js';

describe('the backup-code sheet', () => {
  const codes = Array.from({ length: 10 }, (_, index) => `ABCD-EFGH-JKMN-PQR${index}`);

  it('numbers every code from one and aligns the numbers', () => {
    const text = sheetText({ title: 'Harmony backup codes', facts: ['Account: ada'], codes, note: 'Each works once.' });
    const lines = text.split('\n');
    assert.equal(lines[0], 'Harmony backup codes');
    assert.equal(lines[1], 'Account: ada');
    assert.equal(lines[3], ' 1. ABCD-EFGH-JKMN-PQR0');
    assert.equal(lines[12], '10. ABCD-EFGH-JKMN-PQR9');
    assert.ok(text.endsWith('Each works once.\n'));
  });

  it('names the file after the product, in letters that every file system takes', () => {
    assert.equal(sheetFileName('Harmony'), 'harmony-backup-codes.txt');
    assert.equal(sheetFileName('../../etc/passwd'), 'etc-passwd-backup-codes.txt');
    assert.equal(sheetFileName('ハーモニー'), 'ハーモニー-backup-codes.txt');
    assert.equal(sheetFileName(' ?*: '), 'account-backup-codes.txt');
    assert.equal(sheetFileName(''), 'account-backup-codes.txt');
  });
});
