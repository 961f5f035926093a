import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { answerOf, isComplete, emptyEntry } from '../../../widget/flow/code-entry.js';
import { plainBackupCode } from '../../../widget/flow/backup-code-text.js';
import { sheetText } from '../../../widget/otp/backup-code-sheet.js';

const code = 'ABCD-EFGH-JKMN-PQRS';

describe('a backup code that is pasted', () => {
  const pasted = [
    code,
    ` ${code}\n`,
    `3. ${code}`,
    `10. ${code}`,
    `3) ${code}`,
    `[3] ${code}`,
    `3 ${code}`,
    `3: ${code}`,
    `\t3.\u00a0${code}`,
    `• ${code}`,
    `- ${code}`,
    `* [ ] ${code}`,
    `– ${code};`,
    `“${code}”`,
    `③ ${code}`,
    `٣. ${code}`,
    `${code}.`,
    code.replaceAll('-', '\u2010'),
    code.replaceAll('-', '\u2011'),
    code.replaceAll('-', '–'),
    code.replaceAll('-', '\u2212'),
    code.replaceAll('-', '－'),
    'ＡＢＣＤ－ＥＦＧＨ－ＪＫＭＮ－ＰＱＲＳ',
    `３．　ＡＢＣＤ－ＥＦＧＨ－ＪＫＭＮ－ＰＱＲＳ`,
    `\u200b${code}\ufeff`,
    `\u202a3. ${code}\u202c`,
    `1- ${code}`,
    `1 – ${code}`,
    `1-${code}`,
    `1, ${code}`,
    `| 1 | ${code} |`,
    `1、${code}`,
    `1\\. ${code}`,
    `№ 1 ${code}`,
    `a) ${code}`,
    `3\ufe0f\u20e3 ${code}`,
    `❸ ${code}`,
    `o ${code}`,
    `3. [x] ${code}`,
    `Backup code 3: ${code}`,
    `[28.11.26, 10:30] Ada: 3. ${code}`,
    `3. ${code} (used)`,
    `${code}\tused`,
    code.replaceAll('-', 'ー'),
    code.replaceAll('-', '‧'),
    code.replaceAll('-', '⁃'),
    code.replaceAll('-', '─'),
    code.replaceAll('-', '_'),
  ];
  for (const text of pasted) {
    it(`${JSON.stringify(text)} is sent as the code`, () => {
      assert.deepEqual(answerOf({ at: 'checking', method: 'backup_code', text }), { backupCode: code });
    });
  }

  it('from any line of the sheet that is copied, downloaded or printed', () => {
    const codes = Array.from({ length: 10 }, (_, index) => `${index}234-5678-9ABC-DEF${index}`);
    const sheet = { title: 'Codes', facts: ['Account: a', 'Created: today'], codes, note: 'Once each.' };
    const lines = sheetText(sheet).split('\n');
    for (const one of codes) {
      const line = lines.find((text) => text.includes(one)) ?? '';
      assert.notEqual(line, '');
      assert.equal(plainBackupCode(line), one);
    }
  });

  it('keeps typed text: spaces between groups, small letters, no hyphen', () => {
    for (const text of ['abcd efgh jkmn pqrs', 'ABCDEFGHJKMNPQRS', '1234 5678 9ABC DEFG', '123456789ABCDEFG']) {
      assert.equal(plainBackupCode(text), text);
    }
    assert.equal(plainBackupCode('3 abcd efgh jkmn pqrs'), 'abcd efgh jkmn pqrs');
    assert.equal(plainBackupCode('3 ABCDEFGHJKMNPQRS'), 'ABCDEFGHJKMNPQRS');
  });

  it('keeps the codes of other back ends, with more groups or fewer', () => {
    for (const text of ['ABCD-EFGH-JKMN-PQRS-TVWX', 'ABCD-EFGH', '12-345678', 'abcde-fghij', '12345678']) {
      assert.equal(plainBackupCode(text), text);
    }
  });

  it('is incomplete as a number or a bullet alone', () => {
    for (const text of ['', '  ', '•', '3.', '- ', '\u200b']) {
      assert.equal(isComplete({ ...emptyEntry('backup_code'), text }), false, JSON.stringify(text));
    }
  });
});
