import { expect, fixture, html } from '@open-wc/testing';
import {
  oldSession,
  otherTrusted,
  phoneSession,
  thisSession,
  thisTrusted,
} from '../../../../demo/states/sample-messages.js';
import { DevicesDriver, findAll, nameOf, recordEvents, textOf, until } from '../../../support/element-drivers.js';
import { FakeClient } from '../../../support/fake-client.js';
import type { Device } from '../../../../widget/protocol/messages.js';

const clientOf = (...devices: Device[]) => new FakeClient({ devices: { devices } });
const buttons = (driver: DevicesDriver) => findAll(driver.scope, 'button').map((button) => nameOf(button));

describe('the list of sessions and devices', () => {
  it('has each session and each trusted device with its name, its last use and what can be done', async () => {
    const driver = await DevicesDriver.open(new FakeClient());
    await driver.sees("Where you're signed in");
    expect(driver.has('heading', 'Trusted devices')).to.be.true;
    expect(driver.rows).to.deep.equal([
      {
        name: 'Chrome on Windows',
        detail: 'Used just now 203.0.113.7',
        current: true,
        button: null,
      },
      {
        name: 'Safari on iOS',
        detail: 'Last used 12 minutes ago 2001:db8::8a2e:370:7334',
        current: false,
        button: 'Sign out',
      },
      { name: 'Firefox on Linux', detail: 'Last used 3 hours ago', current: false, button: 'Sign out' },
      {
        name: 'Chrome on Windows',
        detail: 'Last used 2 hours ago Trusted until December 18, 2096',
        current: true,
        button: 'Forget',
      },
      {
        name: 'Safari on macOS',
        detail: 'Last used yesterday Trusted until December 18, 2096',
        current: false,
        button: 'Forget',
      },
    ]);
    expect(buttons(driver).at(-1)).to.equal('Sign out everywhere else');
  });

  it('describes each button with the name of its device', async () => {
    const driver = await DevicesDriver.open(clientOf(thisSession, phoneSession, oldSession));
    await driver.sees('Sign out');
    const described = findAll(driver.scope, 'button').map((button) => {
      const id = button.getAttribute('aria-describedby');
      return id === null ? null : textOf((button.getRootNode() as ShadowRoot).getElementById(id)!);
    });
    expect(described).to.deep.equal(['Safari on iOS', 'Firefox on Linux', null]);
  });

  it('of one session says that there is no other, and offers nothing', async () => {
    const driver = await DevicesDriver.open(clientOf(thisSession));
    await driver.sees('You are not signed in anywhere else.');
    expect(buttons(driver)).to.deep.equal([]);
    expect(driver.has('heading', 'Trusted devices')).to.be.false;
  });

  it('of no session says the same', async () => {
    const driver = await DevicesDriver.open(clientOf());
    await driver.sees('You are not signed in anywhere else.');
    expect(buttons(driver)).to.deep.equal([]);
  });

  it('of this device alone, trusted, offers to forget it and everything else', async () => {
    const driver = await DevicesDriver.open(clientOf(thisSession, thisTrusted));
    await driver.sees('Trusted devices');
    expect(buttons(driver)).to.deep.equal(['Forget', 'Sign out everywhere else']);
  });

  it('tells times in the language of the page, with the exact time beside', async () => {
    const driver = await DevicesDriver.open(clientOf(thisSession, otherTrusted));
    driver.element.lang = 'de';
    await driver.sees('Zuletzt benutzt: gestern');
    expect(driver.text).to.contain('Vertrauenswürdig bis 18. Dezember 2096');
    const time = driver.element.renderRoot.querySelector('time')!;
    expect(time.dateTime).to.equal(thisSession.lastUsedAt);
    expect(time.title).to.match(/\d{4}/);
  });

  it('shows a time to come as now: the clock of this machine is behind', async () => {
    const later = new Date(Date.now() + 3_600_000).toISOString();
    const driver = await DevicesDriver.open(clientOf({ ...thisSession, lastUsedAt: later }));
    await driver.sees('Used just now');
  });

  it('shows names as text', async () => {
    const driver = await DevicesDriver.open(clientOf({ ...thisSession, name: '<img src=x onerror=alert(1)>' }));
    await driver.sees('<img src=x onerror=alert(1)>');
    expect(driver.element.renderRoot.querySelector('img')).to.equal(null);
  });

  it('has 100 rows', async () => {
    const many = Array.from({ length: 99 }, (_, index) => ({ ...phoneSession, id: `s${index}` }));
    const driver = await DevicesDriver.open(clientOf(thisSession, ...many));
    await until(() => driver.rows.length === 100, 'not all rows are shown');
  });

  it('without methods for changes has no buttons', async () => {
    const driver = await DevicesDriver.open(new FakeClient().without('removeDevice', 'removeOtherDevices'));
    await driver.sees('Trusted devices');
    expect(buttons(driver)).to.deep.equal([]);
  });

  it('over a client that throws, goes on without buttons', async () => {
    const driver = await DevicesDriver.open(new FakeClient());
    await driver.sees('Sign out');
    driver.element.client = new Proxy({} as FakeClient, {
      get() {
        throw new Error('no such thing');
      },
    });
    await driver.element.updateComplete;
    expect(driver.rows.length).to.equal(5);
    expect(buttons(driver)).to.deep.equal([]);
  });
});

describe('a back end without the list', () => {
  for (const [what, client] of [
    ['that answers not_found', () => new FakeClient().refuses('devices', 'not_found')],
    ['that answers method_not_allowed', () => new FakeClient().refuses('devices', 'method_not_allowed')],
    ['whose client has no method', () => new FakeClient().without('devices')],
  ] as const) {
    it(`${what}: the element shows nothing, takes no room, and tells the page nothing`, async () => {
      const events = recordEvents();
      const driver = await DevicesDriver.open(client());
      await until(() => driver.element.renderRoot.textContent.trim() === '', 'something is shown');
      expect(driver.element.getBoundingClientRect().height).to.equal(0);
      expect(events).to.deep.equal([]);
    });
  }

  it('shows nothing in a grid: there is no gap where the element stands', async () => {
    const client = new FakeClient().without('devices');
    const grid = await fixture<HTMLElement>(html`
      <div>
        <div>One</div>
        <harmony-2fa-devices .client=${client}></harmony-2fa-devices>
      </div>
    `);
    Object.assign(grid.style, { display: 'grid', gap: '24px' });
    const alone = (grid.firstElementChild as HTMLElement).offsetHeight;
    await until(() => grid.offsetHeight === alone, 'the gap stays');
  });
});

describe('a list that cannot be read', () => {
  it('says so, and is read again on request', async () => {
    const events = recordEvents();
    const client = new FakeClient().refuses('devices', 'unreachable');
    const driver = await DevicesDriver.open(client);
    await driver.seesError('Your sessions could not be loaded. The server did not answer.');
    await driver.press('Try again');
    await driver.sees('Safari on iOS');
    expect(events.map(({ type, event }) => [type, event['code']])).to.deep.equal([['failed', 'unreachable']]);
  });

  it('of a wrong shape is an unreachable back end', async () => {
    const client = new FakeClient().answers('devices', { devices: [{ ...phoneSession, id: 7 }] });
    await (await DevicesDriver.open(client)).seesError('The server did not answer.');
  });

  it('of an ended session tells the page', async () => {
    const events = recordEvents();
    const client = new FakeClient().refuses('devices', 'not_signed_in');
    const driver = await DevicesDriver.open(client);
    await driver.seesError('You are signed out.');
    expect(events.map(({ type, event }) => [type, event['code']])).to.deep.equal([['signed-out', 'not_signed_in']]);
    await driver.press('Try again');
    await driver.sees('Safari on iOS');
  });

  it('of a back end that asks for patience says how long', async () => {
    const client = new FakeClient().refuses('devices', 'too_many_attempts', { retryAfter: 120 });
    await (await DevicesDriver.open(client)).seesError('You can try again in 2 minutes.');
  });

  it('of a page that names no usable endpoint says that the page is set up wrongly', async () => {
    const element = Object.assign(document.createElement('harmony-2fa-devices'), {
      lang: 'en',
      endpoint: 'https://elsewhere.example/api',
    });
    (await fixture(html`<div></div>`)).append(element);
    await new DevicesDriver(element).seesError('it is set up wrongly');
  });
});

describe('refresh', () => {
  it('reads the list again', async () => {
    const client = new FakeClient();
    const driver = await DevicesDriver.open(client);
    await driver.sees('Safari on iOS');
    client.answers('devices', { devices: [thisSession] });
    driver.element.refresh();
    await driver.sees('You are not signed in anywhere else.');
    expect(client.times('devices')).to.equal(2);
  });
});
