import { expect, fixture, html } from '@open-wc/testing';
import { SetupDriver, turn, until } from '../../../support/element-drivers.js';
import { backupCodes, FakeClient } from '../../../support/fake-client.js';

const setUp = 'Set Up Two-Factor Authentication';

/** A panel with an open set-up, and a button of the page beside it. */
async function openInPanel(panel: HTMLElement = document.createElement('div')) {
  const page = await fixture<HTMLElement>(html`<div><button>Elsewhere</button></div>`);
  const setup = await SetupDriver.open(new FakeClient());
  const around = document.createElement('div');
  around.append(setup.element);
  panel.append(around);
  page.append(panel);
  if (panel instanceof HTMLDialogElement) panel.show();
  await setup.openSetUp();
  await setup.typeCode('123');
  await setup.tick();
  return { setup, panel, button: page.querySelector('button')! };
}

/** Whether a person can click it: a pointer finds no inert element. */
function canBeClicked(button: Element): boolean {
  const { left, top } = button.getBoundingClientRect();
  return document.elementFromPoint(left + 2, top + 2) === button;
}

const sheet = new CSSStyleSheet();
const byRule = (rule: string): Way => ({
  hide: (panel) => {
    panel.classList.add('panel');
    sheet.replaceSync(rule);
    document.adoptedStyleSheets = [sheet];
  },
  show: () => {
    document.adoptedStyleSheets = [];
  },
});

interface Way {
  panel?: () => HTMLElement;
  hide(panel: HTMLElement): void;
  show(panel: HTMLElement): void;
}

const ways: Record<string, Way> = {
  'the attribute hidden': { hide: (panel) => (panel.hidden = true), show: (panel) => (panel.hidden = false) },
  'hidden until found': {
    hide: (panel) => panel.setAttribute('hidden', 'until-found'),
    show: (panel) => panel.removeAttribute('hidden'),
  },
  'the attribute hidden on the element itself': {
    hide: (panel) => panel.querySelector('harmony-2fa-setup')!.toggleAttribute('hidden', true),
    show: (panel) => panel.querySelector('harmony-2fa-setup')!.toggleAttribute('hidden', false),
  },
  'a rule with display': byRule('.panel { display: none }'),
  'a rule with visibility': byRule('.panel { visibility: hidden }'),
  'a rule with content-visibility': byRule('.panel { content-visibility: hidden }'),
  'closed details': {
    panel: () => Object.assign(document.createElement('details'), { open: true }),
    hide: (panel) => panel.removeAttribute('open'),
    show: (panel) => panel.setAttribute('open', ''),
  },
  'a closed dialog of the page': {
    panel: () => document.createElement('dialog'),
    hide: (panel) => (panel as HTMLDialogElement).close(),
    show: (panel) => (panel as HTMLDialogElement).show(),
  },
};

describe('a page that hides the panel around an open set-up', () => {
  afterEach(() => {
    document.adoptedStyleSheets = [];
  });

  for (const [how, way] of Object.entries(ways)) {
    it(`can be used meanwhile, and gets the set-up back as it was: by ${how}`, async () => {
      const { setup, panel, button } = await openInPanel(way.panel?.());
      expect(canBeClicked(button), 'modal').to.be.false;
      way.hide(panel);
      await until(() => canBeClicked(button), 'the page stays blocked');
      way.show(panel);
      await setup.seesDialog(setUp);
      await until(() => !canBeClicked(button), 'it is not modal again');
      expect(setup.listedCodes).to.deep.equal(backupCodes);
      expect(setup.codeField.value).to.equal('123');
      expect(setup.savedBox.checked).to.be.true;
    });
  }

  it('shows the set-up again after another change of the page', async () => {
    const { setup, panel, button } = await openInPanel();
    panel.hidden = true;
    await until(() => canBeClicked(button), 'the page stays blocked');
    setup.element.product = 'Another name';
    await setup.element.updateComplete;
    expect(canBeClicked(button), 'an update blocks the page').to.be.true;
    panel.hidden = false;
    await until(() => !canBeClicked(button), 'it is not modal again');
  });

  it('shows the question again above the set-up', async () => {
    const { setup, panel, button } = await openInPanel();
    await setup.tick();
    await setup.press('Cancel');
    await setup.seesDialog('Leave without saving your backup codes?');
    panel.hidden = true;
    await until(() => canBeClicked(button), 'the page stays blocked');
    panel.hidden = false;
    await until(() => !canBeClicked(button), 'it is not modal again');
    const stay = setup.button('Keep going');
    const { left, top } = stay.getBoundingClientRect();
    expect(setup.element.shadowRoot!.elementFromPoint(left + 5, top + 5)).to.equal(stay);
    await setup.press('Keep going');
    await setup.seesDialog(setUp);
  });

  it('is not blocked by a set-up that opens while the panel is hidden', async () => {
    const client = new FakeClient();
    const answer = client.holds('beginSetup');
    const page = await fixture<HTMLElement>(html`<div><button>Elsewhere</button></div>`);
    const setup = await SetupDriver.open(client);
    page.append(setup.element);
    await setup.confirmEnabling();
    setup.element.hidden = true;
    await until(() => canBeClicked(page.querySelector('button')!), 'the page stays blocked');
    answer.give();
    await turn();
    await setup.element.updateComplete;
    expect(canBeClicked(page.querySelector('button')!)).to.be.true;
    setup.element.hidden = false;
    await setup.seesDialog(setUp);
    await until(() => !canBeClicked(page.querySelector('button')!), 'it is not modal');
  });
});
