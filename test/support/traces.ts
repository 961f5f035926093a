import assert from 'node:assert/strict';
import type { Person } from './person.js';

/**
 * Fails when one of these secrets is to be found anywhere that a page could leave it: in its markup and the shadow trees,
 * in what fields hold, in accessible names, storages, cookies, addresses, the history and the console.
 */
export async function assertNoTraces(person: Person, secrets: string[]): Promise<void> {
  const places = { ...(await readPage(person)), traffic: person.traffic.join('\n') };
  for (const [place, text] of Object.entries(places)) assertAbsent(text, secrets, place);
}

/**
 * While a set-up is open its secrets are on the screen; all the same they are no attribute, which a page's other scripts,
 * style sheets and recorders read, and no name that is spoken. The link to an authenticator app cannot do without.
 */
export async function assertNothingNamesSecrets({ page }: Person, secrets: string[]): Promise<void> {
  const attributes = await page.evaluate(() => {
    const found: string[] = [];
    const roots: (Document | ShadowRoot)[] = [document];
    for (const root of roots) {
      for (const element of root.querySelectorAll('*')) {
        for (const { name, value } of element.attributes)
          if (!value.startsWith('otpauth:')) found.push(`${name}=${value}`);
        if (element.shadowRoot) roots.push(element.shadowRoot);
      }
    }
    return found.join('\n');
  });
  assertAbsent(attributes, secrets, 'attributes');
  for (const image of await page.getByRole('img').all()) {
    assertAbsent(await image.ariaSnapshot(), secrets, 'name of a picture');
  }
}

/** In any spelling: whole, in groups, without hyphens, in small letters. */
export function assertAbsent(text: string, secrets: string[], place: string): void {
  const plain = reduce(text);
  assert.ok(secrets.length > 0, 'there are secrets to look for');
  for (const secret of secrets) assert.ok(!plain.includes(reduce(secret)), `a secret is left in the ${place}`);
}

function reduce(text: string): string {
  return text.toLowerCase().replaceAll(/[\s-]|%20/g, '');
}

async function readPage({ page }: Person): Promise<Record<string, string>> {
  const accessibleNames = await page.locator('body').ariaSnapshot();
  const cookies = JSON.stringify(await page.context().cookies());
  const inside = await page.evaluate(async () => {
    const markup: string[] = [];
    const values: string[] = [];
    // A list that grows while it is read, not a function: the test loader would name it by a helper that no page has.
    const roots: (Document | ShadowRoot)[] = [document];
    for (const root of roots) {
      markup.push(root instanceof Document ? root.documentElement.outerHTML : root.innerHTML);
      for (const element of root.querySelectorAll('*')) {
        if ('value' in element) values.push(String(element.value));
        if (element.shadowRoot) roots.push(element.shadowRoot);
      }
    }
    return {
      markup: markup.join('\n'),
      values: values.join('\n'),
      storages: JSON.stringify([{ ...localStorage }, { ...sessionStorage }, await indexedDB.databases()]),
      addresses: JSON.stringify([location.href, document.title, history.state, performance.getEntries()]),
    };
  });
  return { accessibleNames, cookies, ...inside };
}
