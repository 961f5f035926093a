import { requireIssuer } from '../../core/two-factor/key-uri.js';

/** By the domain of an address, in lower case: the name in the authenticator app. */
export type IssuerByDomain = ReadonlyMap<string, string>;

/**
 * Reads `acme.example=Acme,globex.example=Globex`. An empty text is none.
 *
 * @throws {TypeError} with a message of one sentence that repeats no value
 */
export function readIssuerByDomain(text: string): IssuerByDomain {
  const issuers = new Map<string, string>();
  for (const entry of text === '' ? [] : text.split(',')) {
    const [, domain = '', issuer = ''] = /^([^=]+)=(.+)$/.exec(entry.trim()) ?? [];
    const name = domain.trim().toLowerCase();
    if (!/^[^\s@]+\.[^\s@.]+$/.test(name)) {
      throw new TypeError('it has to list domains and names, such as acme.example=Acme,globex.example=Globex');
    }
    if (issuers.has(name)) throw new TypeError('it lists a domain twice');
    requireIssuer(issuer.trim());
    issuers.set(name, issuer.trim());
  }
  return issuers;
}
