import assert from 'node:assert/strict';
import type { Person } from './person.js';

/**
 * Fails when a secret is in any place where a page can leave it: markup, shadow trees, values of fields, accessible names,
 * storage, cookies, addresses, the history and the console.
 */
export async function assertNoTraces(person: Person, secrets: string[]): Promise<void> {
  const places = { ...(await readPage(person)), traffic: person.traffic.join('\n') };
  for (const [place, text] of Object.entries(places)) assertAbsent(text, secrets, place);
}

/**
 * An open set-up shows its secrets on the screen. They must not be attributes, which other scripts, style sheets and session
 * recorders read, and not accessible names, which are spoken. The link to an authenticator app is the one exception.
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

/** Finds every spelling: whole, in groups, without hyphens, in lower case. */
export function assertAbsent(text: string, secrets: string[], place: string): void {
  const plain = normalize(text);
  assert.ok(secrets.length > 0, 'the list of secrets is not empty');
  for (const secret of secrets) assert.ok(!plain.includes(normalize(secret)), `a secret is left in the ${place}`);
}

function normalize(text: string): string {
  return text.toLowerCase().replaceAll(/[\s-]|%20/g, '');
}

async function readPage({ page }: Person): Promise<Record<string, string>> {
  const accessibleNames = await page.locator('body').ariaSnapshot();
  const cookies = JSON.stringify(await page.context().cookies());
  const inside = await page.evaluate(async () => {
    const markup: string[] = [];
    const values: string[] = [];
    // A growing list in place of a recursive function: the test loader wraps functions in a helper that the page does not have.
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
