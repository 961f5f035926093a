import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { createArgon2 } from '../../server/core/crypto/argon2.js';
import {
  createBackupCodes,
  matchBackupCode,
  normalizeBackupCode,
  sizeOfSet,
} from '../../server/core/two-factor/backup-codes.js';

const { derive: hash } = createArgon2();
const party = 'ada';
const set = await createBackupCodes({ party, hash });
const [first = ''] = set.codes;
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

describe('a new set', () => {
  it('has ten codes of the form 4-4-4-4 with different selectors', () => {
    assert.equal(set.codes.length, 10);
    for (const code of set.codes) assert.match(code, /^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
    assert.equal(new Set(set.codes.map((code) => code.slice(0, 2))).size, 10);
  });

  it('uses every character, and no code twice', async () => {
    let next = 0;
    const random = (size: number): Uint8Array =>
      Uint8Array.from({ length: size }, () => (next = (next * 31 + 7) % 251));
    const codes = [...(await createBackupCodes({ party, hash, random })).codes, ...set.codes]
      .join('')
      .replaceAll('-', '');
    assert.ok([...codes].every((character) => alphabet.includes(character)));
    assert.equal(new Set(set.codes).size, 10);
  });

  it('is stored as salts and hashes, which contain only the selector of a code', () => {
    const stored = Buffer.from(set.packed);
    assert.ok(stored.length < 256);
    for (const code of set.codes) {
      const bare = code.replaceAll('-', '');
      assert.ok(!stored.includes(bare) && !stored.includes(bare.slice(2)) && !stored.includes(bare.slice(0, 4)));
    }
  });

  it('gives two codes of the same text different hashes in different sets', async () => {
    const fixed = (size: number): Uint8Array => Uint8Array.from({ length: size }, (_, at) => at);
    let calls = 0;
    const varied = (size: number): Uint8Array =>
      size === 10 ? fixed(size).map((byte) => byte + calls++) : fixed(size);
    const one = await createBackupCodes({ party, hash, random: varied });
    calls = 0;
    const other = await createBackupCodes({
      party,
      hash,
      random: (size) => (size === 16 ? fixed(size).reverse() : varied(size)),
    });
    assert.deepEqual(one.codes, other.codes);
    assert.notDeepEqual(Buffer.from(one.packed).subarray(19, 35), Buffer.from(other.packed).subarray(19, 35));
  });
});

describe('matching', () => {
  it('finds each code by its place', async () => {
    const found = await Promise.all(set.codes.map((code) => matchBackupCode(hash, set.packed, code, party)));
    assert.deepEqual(found, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('refuses a right selector with a wrong verifier of the right length', async () => {
    const last = first.at(-1) === 'X' ? 'Y' : 'X';
    assert.equal(await matchBackupCode(hash, set.packed, first.slice(0, -1) + last, party), null);
  });

  it("refuses a right verifier under another code's selector", async () => {
    assert.equal(
      await matchBackupCode(hash, set.packed, (set.codes[1] ?? '').slice(0, 2) + first.slice(2), party),
      null,
    );
  });

  it('refuses an unknown selector', async () => {
    const taken = new Set(set.codes.map((code) => code.slice(0, 2)));
    const free = [...alphabet].map((character) => `Z${character}`).find((selector) => !taken.has(selector)) ?? '';
    assert.equal(await matchBackupCode(hash, set.packed, free + first.slice(2), party), null);
  });

  it('refuses another set', async () => {
    assert.equal(await matchBackupCode(hash, (await createBackupCodes({ party, hash })).packed, first, party), null);
  });

  it('does not block the event loop while the slow hash runs', async () => {
    let over = false;
    let turns = 0;
    const turn = (): void => {
      turns += 1;
      if (!over) setImmediate(turn);
    };
    setImmediate(turn);
    await matchBackupCode(hash, set.packed, set.codes[0]!, party);
    over = true;
    // A hash in this thread would allow one or two turns of the event loop; in another thread there are thousands in 20 ms.
    assert.ok(turns > 20, `${turns} turns of the event loop`);
  });

  it('finds the codes of a set of any size from 1 to 31, and refuses other sizes', async () => {
    for (const size of [1, 8, 31]) {
      const other = await createBackupCodes({ party, hash, size });
      assert.equal(other.codes.length, size);
      assert.equal(sizeOfSet(other.packed), size);
      assert.equal(await matchBackupCode(hash, other.packed, other.codes[size - 1]!, party), size - 1);
    }
    for (const size of [0, 32, 1.5, NaN]) {
      await assert.rejects(createBackupCodes({ party, hash, size }), RangeError);
    }
  });

  it('a hash of the host that gives anything but 16 bytes is a fault, and matches nothing', async () => {
    for (const given of [new Uint8Array(15), new Uint8Array(32), 'sixteen letters!', null, undefined]) {
      const broken = (): Promise<never> => Promise.resolve(given as never);
      await assert.rejects(createBackupCodes({ party, hash: broken }), TypeError);
      await assert.rejects(matchBackupCode(broken, set.packed, first, party), TypeError);
    }
  });

  it('a stored set of another format is a fault and not a wrong code', async () => {
    await assert.rejects(matchBackupCode(hash, set.packed.subarray(1), first, party), TypeError);
    const padded = (length: number): Uint8Array => Buffer.concat([set.packed, Buffer.alloc(length)]);
    // One byte too many, no codes, and 32 codes.
    for (const packed of [padded(1), set.packed.subarray(0, 17), padded(22 * 18)]) {
      assert.throws(() => sizeOfSet(packed), TypeError);
    }
  });
});

describe('spelling', () => {
  const canonical = '0011ABCDEFGHJKMN';

  const spellings = ['0011ABCDEFGHJKMN', '0011-abcd-efgh-jkmn', 'oOiL abcd efgh jkmn', ' -0O1l-AbCdEfGhJkMn- '];
  for (const text of spellings) {
    it(`${JSON.stringify(text)} is one spelling of a code`, () => assert.equal(normalizeBackupCode(text), canonical));
  }

  const refused: unknown[] = [
    '', '0011ABCDEFGHJKM', '0011ABCDEFGHJKMN0', '0011ABCDEFGHJKMU', '０0011ABCDEFGHJKM', '0011ABCDEFGHJK\u200bMN', '0011ABCDEFGHJKMN\n',
    '0011ABCDEFGHJKſN', '0011ABCDEFGHJKıN', 'ß011ABCDEFGHJKM', '0011ABCDEFGHJKMИ', '%', '_', "' OR 1=1--", `${'-'.repeat(49)}0011ABCDEFGHJKMN`,
    'A'.repeat(1000), null, undefined, 16, ['0011ABCDEFGHJKMN'], { toString: () => canonical },
  ]; // prettier-ignore
  for (const value of refused) {
    it(`refuses ${String(JSON.stringify(value)).slice(0, 30)}`, () => assert.equal(normalizeBackupCode(value), null));
  }

  it('hyphens, spaces, case and look-alikes never change the code', () => {
    const character = fc.constantFrom(...alphabet);
    const looks: Record<string, string[]> = { 0: ['0', 'O', 'o'], 1: ['1', 'I', 'i', 'L', 'l'] };
    const typed = fc.array(
      character.chain((is) =>
        fc.record({
          is: fc.constant(is),
          as: fc.constantFrom(...(looks[is] ?? [is, is.toLowerCase()])),
          gap: fc.constantFrom('', '', ' ', '-'),
        }),
      ),
      { minLength: 16, maxLength: 16 },
    );
    fc.assert(
      fc.property(typed, (characters) => {
        const text = characters.map(({ as, gap }) => as + gap).join('');
        assert.equal(normalizeBackupCode(text), characters.map(({ is }) => is).join(''));
      }),
    );
  });

  it('any other text is refused or already normalized', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 70 }), (text) => {
        const code = normalizeBackupCode(text);
        if (code !== null) assert.equal(normalizeBackupCode(code), code);
        if (/[^ \-0-9A-Za-z]/.test(text)) assert.equal(code, null);
      }),
    );
  });
});
