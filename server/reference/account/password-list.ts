/**
 * About 49,000 passwords that people choose most, from breaches, and about 8,000 words that generators of passphrases draw from. All
 * in lower case. The package is maintained, has the MIT licence, and fetches nothing when it is installed.
 */
let list: Promise<ReadonlySet<string>> | undefined;

/** Loaded with the first new password of a process: it unpacks for about a fifth of a second, and few starts need it. */
export function commonPasswords(): Promise<ReadonlySet<string>> {
  list ??= load();
  return list;
}

async function load(): Promise<ReadonlySet<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common');
  return new Set([...dictionary['passwords-common'], ...dictionary['diceware-common']]);
}
