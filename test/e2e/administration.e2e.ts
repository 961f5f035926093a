import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import type { Phone } from '../server/support/phone.js';
import type { TestServer } from '../server/support/test-server.js';
import { enrol, enrolled, signedIn, visit, type Account, type Enrolled } from '../server/support/visitor.js';
import { axeFindings } from '../support/axe-findings.js';
import { launchBrowser } from '../support/launch-browser.js';
import { startPagesServer } from '../support/pages-server.js';
import { looks, Person } from '../support/person.js';

const proof = "Confirm it's you";
const boss: Account = { email: 'boss@harmony.example', password: 'correct horse battery' };
const deputy: Account = { email: 'deputy@harmony.example', password: 'correct horse battery' };

/** The server runs in this process, so that a test turns its clock instead of waiting for a proof to grow old. */
describe('the page of an administrator', () => {
  let server: TestServer;
  let browser: Browser;
  let phone: Phone;

  before(async () => {
    const administrators = [boss.email, deputy.email];
    [server, browser] = await Promise.all([startPagesServer({ administrators }), launchBrowser()]);
    for (const { email, password } of [boss, deputy]) {
      await server.accounts.create(email, password, server.clock.now());
    }
    const first = visit(server);
    await first.signIn(boss);
    ({ phone } = await enrol(server, first));
  });
  after(async () => {
    await browser.close();
    await server.close();
  });

  async function bossOpensPage(person: Person): Promise<void> {
    server.clock.advance(30);
    await person.signsIn(boss);
    await person.seesChallenge();
    await person.answersChallenge(phone.code(server.clock.now()));
    await person.seesPreferences();
    await person.page.getByRole('link', { name: 'Administration' }).click();
    await person.seesHeading('People and 2FA');
    await person.sees('boss@harmony.example (you)');
  }

  for (const look of looks) {
    it(`shows who has 2FA, and resets somebody with a reason and a code, at ${look.width} px, ${look.colorScheme}`, () =>
      Person.runStory(browser, server.url, look, async (ada) => {
        const victim = await enrolled(server);
        const { email } = victim.account;
        await bossOpensPage(ada);
        assert.equal(await ada.page.title(), 'Administration · Harmony');
        assert.equal(await ada.page.locator('nav [aria-current=page]').textContent(), 'Administration');
        assert.deepEqual(await axeFindings(ada.page), []);
        await ada.fitsOnPage();
        assert.equal(await resetButton(ada, boss.email).count(), 0, 'nobody resets the own account');

        await ada.page.getByRole('searchbox').fill(email.slice(0, 9).toUpperCase());
        await ada.sees('1 person, 1 with 2FA');
        await ada.sees('authenticator app, 10 backup codes');
        await resetButton(ada, email).click();
        await ada.seesDialog(`Reset 2FA of ${email}?`);
        const reason = ada.field('Reason');
        await ada.hasFocusOn(reason);
        assert.deepEqual(await axeFindings(ada.page), []);
        await ada.fitsOnPage();
        await ada.presses('Reset 2FA');
        assert.equal(await ada.seesRefusal(reason), 'Enter a reason.');
        await ada.hasFocusOn(reason);
        assert.ok(await isOn(victim));

        // The code of the sign-in is a minute old. A person who cancels is back at the question.
        server.clock.advance(60);
        await reason.fill('lost her phone');
        await ada.presses('Reset 2FA');
        await ada.seesDialog(proof);
        await ada.dialog(proof).getByRole('button', { name: 'Cancel' }).click();
        await ada.dialog(proof).waitFor({ state: 'hidden' });
        await ada.hasFocusOn(ada.button('Reset 2FA'));
        assert.equal(await reason.inputValue(), 'lost her phone');
        assert.ok(await isOn(victim));

        await reason.press('Enter');
        await ada.seesDialog(proof);
        await ada.codeField.fill(phone.code(server.clock.now()));
        await ada.codeField.press('Enter');
        await ada.sees(`2FA of ${email} was reset.`);
        await ada.seesNoDialog();
        await ada.hasFocusOn(ada.page.locator('#people'));
        await ada.sees('Password only');
        assert.equal(await resetButton(ada, email).count(), 0);
        assert.ok(!(await isOn(victim)));
        const entries = await server.store.audit.list(await idOf(victim), 5);
        assert.match(entries.find(({ event }) => event === 'admin_reset')?.detail ?? '', /: lost her phone$/);
      }));
  }

  it('works by the keyboard alone, and Escape leaves the question', () =>
    Person.runStory(browser, server.url, looks[0]!, async (ada) => {
      const victim = await enrolled(server);
      const { email } = victim.account;
      await bossOpensPage(ada);
      await ada.tabsTo(ada.page.getByRole('searchbox'));
      // In one piece: the page asks the server at each pause, and the last answer replaces the rows.
      await ada.page.keyboard.insertText(email.slice(0, 9));
      await ada.sees('1 person, 1 with 2FA');
      await ada.tabsTo(resetButton(ada, email));
      await ada.keys('Enter');
      await ada.hasFocusOn(ada.field('Reason'));
      await ada.keys('Escape');
      await ada.seesNoDialog();
      await ada.hasFocusOn(resetButton(ada, email));
      await ada.keys('Enter');
      await ada.types('at the desk');
      await ada.keys('Enter');
      await ada.sees(`2FA of ${email} was reset.`);
      assert.ok(!(await isOn(victim)));
    }));

  it('has pages and finds by state, and says when somebody else was faster', () =>
    Person.runStory(browser, server.url, looks[2]!, async (ada) => {
      const victim = await enrolled(server);
      const { email } = victim.account;
      for (let index = 0; index < 30; index += 1) {
        const address = `many-${String(index).padStart(2, '0')}@harmony.example`;
        await server.accounts.create(address, 'correct horse battery', server.clock.now());
      }
      await bossOpensPage(ada);
      await ada.page.getByRole('searchbox').fill('many-');
      await ada.sees('30 people, 0 with 2FA');
      const rows = ada.page.locator('#people-rows > li');
      assert.equal(await rows.count(), 25);
      await ada.presses('Show more');
      await ada.hasFocusOn(rows.nth(25));
      assert.equal(await rows.count(), 30);
      await ada.button('Show more').waitFor({ state: 'hidden' });
      await ada.page.getByLabel('Show').selectOption('With 2FA');
      await ada.sees('Nobody is found.');
      await ada.page.getByRole('searchbox').fill(email);
      await resetButton(ada, email).click();
      await server.twoFactor.reset({ accountId: await idOf(victim) }, 'cli: faster');
      await ada.field('Reason').fill('lost her phone');
      await ada.presses('Reset 2FA');
      await ada.sees(`2FA of ${email} was off already.`);
    }));

  it('resets nobody for an administrator without 2FA, and says why', () =>
    Person.runStory(browser, server.url, looks[0]!, async (ada) => {
      await ada.signsIn(deputy);
      await ada.seesPreferences();
      await ada.page.getByRole('link', { name: 'Administration' }).click();
      await ada.sees('To reset somebody, you need 2FA of your own');
      await ada.sees('boss@harmony.example');
      assert.equal(await ada.page.getByRole('button', { name: /^Reset 2FA/ }).count(), 0);
      assert.deepEqual(await axeFindings(ada.page), []);
      await ada.page.getByRole('link', { name: 'Turn on 2FA' }).click();
      await ada.seesPreferences();
    }));

  it('is no page, and no link, for anybody else', () =>
    Person.runStory(browser, server.url, looks[0]!, async (ada) => {
      const { account } = await signedIn(server);
      const seesNoPage = async (): Promise<void> => {
        const answer = await ada.page.request.get(`${server.url}/administration`, { headers: { accept: 'text/html' } });
        assert.equal(answer.status(), 404);
        assert.match(await answer.text(), /There is no page here/);
      };
      await seesNoPage();
      await ada.signsIn(account);
      await ada.seesPreferences();
      await ada.sees(account.email);
      assert.equal(await ada.page.getByRole('link', { name: 'Administration' }).count(), 0);
      await seesNoPage();
    }));

  it('sends somebody whose session has ended to the sign-in', () =>
    Person.runStory(browser, server.url, looks[0]!, async (ada) => {
      const victim = await enrolled(server);
      await bossOpensPage(ada);
      await ada.page.getByRole('searchbox').fill(victim.account.email);
      await resetButton(ada, victim.account.email).click();
      await ada.field('Reason').fill('lost her phone');
      server.clock.advance(24 * 60 * 60);
      await ada.presses('Reset 2FA');
      await ada.page.waitForURL('**/sign-in');
      assert.ok(await isOn(victim));

      await bossOpensPage(ada);
      server.clock.advance(24 * 60 * 60);
      await ada.page.getByLabel('Show').selectOption('With 2FA');
      await ada.page.waitForURL('**/sign-in');
    }));

  const idOf = async ({ account }: Pick<Enrolled, 'account'>): Promise<string> =>
    (await server.accounts.find(account.email))!.id;
  const isOn = async (person: Enrolled): Promise<boolean> =>
    (await server.store.secondFactors.read(await idOf(person))).active !== null;
});

const resetButton = ({ page }: Person, email: string) =>
  page.getByRole('button', { name: `Reset 2FA of ${email}`, exact: true });
