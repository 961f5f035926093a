import { URI } from 'otpauth';
import '../../../widget/define.js';
import { MemoryClient } from '../../memory-client.js';
import '../../phone/harmony-demo-phone.js';
import { pageLanguages } from '../../playground/languages.js';
import {
  challengeStates,
  devicesStates,
  enrolmentStates,
  setupStates,
  stepUpStates,
  type ElementState,
} from '../../states/catalogue.js';
import { lead } from '../../states/lead.js';
import { scriptedClient } from '../../states/scripted-client.js';

/** Long enough to show the states in between. */
const latency = 250;
const timeStepMs = 30_000;
const issuer = 'Harmony docs';
const password = 'demo';

/** The live examples, by the name in the Markdown. */
const examples: Readonly<Record<string, (place: HTMLElement) => void>> = {
  setup: showSetup,
  challenge: (place) => void showChallenge(place),
  'code-input': showCodeInput,
  'step-up': showStepUp,
  theme: showTheme,
  language: showLanguage,
  states: showStates,
};

export function show(place: HTMLElement): void {
  examples[place.dataset['live'] ?? '']?.(place);
}

function showSetup(place: HTMLElement): void {
  const setup = document.createElement('harmony-2fa-setup');
  setup.product = issuer;
  setup.account = 'grace@harmony.example';
  setup.client = new MemoryClient({ issuer, account: setup.account, password, latency });
  const phone = document.createElement('harmony-demo-phone');
  phone.slot = 'companion';
  phone.setAttribute('volatile', '');
  setup.append(phone);
  place.append(setup);
}

async function showChallenge(place: HTMLElement): Promise<void> {
  const client = new MemoryClient({ issuer, account: 'alan@harmony.example', password });
  const { keyUri, backupCodes } = await client.beginSetup();
  const phone = URI.parse(keyUri);
  // With the code of the previous step, because the challenge needs the current one.
  await client.confirmSetup({ code: phone.generate({ timestamp: Date.now() - timeStepMs }) });

  const stage = element('div', 'narrow');
  const code = element('code');
  const hints = element('p', 'muted');
  hints.append('Code now: ', code, ` · a backup code: `, element('code', '', backupCodes[0]));
  const tick = (): void => void (code.textContent = phone.generate());
  tick();
  setInterval(tick, 1000);

  const ask = (): void => {
    client.passFirstFactor();
    const challenge = document.createElement('harmony-2fa-challenge');
    challenge.client = client;
    challenge.addEventListener('harmony-2fa-verified', ({ method }) => {
      const by = method === 'totp' ? 'a code of the app' : 'a backup code';
      const again = button('Ask again', ask);
      stage.replaceChildren(status(`Signed in with ${by}.`), again);
      again.focus();
    });
    challenge.addEventListener('harmony-2fa-signed-out', () =>
      stage.replaceChildren(status('This sign-in has expired.'), button('Ask again', ask)),
    );
    stage.replaceChildren(challenge);
  };
  ask();
  place.append(stage, hints);
}

function showStepUp(place: HTMLElement): void {
  const stepUp = document.createElement('harmony-2fa-step-up');
  stepUp.client = new MemoryClient({ issuer, account: 'grace@harmony.example', password, latency });
  const said = status('');
  const ask = button('Delete the workspace', () => {
    said.textContent = '';
    // The sign-in of this example is a recent proof, which would do without 0.
    void stepUp.prove({ maxAge: 0 }).then((proved) => {
      said.textContent = proved ? 'Proved: the workspace is deleted.' : 'Cancelled: nothing has happened.';
    });
  });
  place.append(ask, said, stepUp);
}

function showCodeInput(place: HTMLElement): void {
  const field = document.createElement('harmony-2fa-code-input');
  field.label = 'Verification code';
  const value = element('code');
  const complete = element('code', '', 'false');
  const said = element('p', 'muted');
  said.append('value: ', value, ' · complete: ', complete);
  field.addEventListener('input', () => {
    value.textContent = field.value;
    complete.textContent = String(field.complete);
  });
  place.append(field, said);
}

function showTheme(place: HTMLElement): void {
  const stage = element('div', 'narrow');
  stage.append(createChallenge());
  const set = (name: string) => (text: string) => stage.style.setProperty(`--harmony-2fa-${name}`, text);
  const colour = control('Primary colour', 'color', '#0b5fd6', set('primary'));
  const radius = control('Corners', 'range', '8', (pixels) => set('radius')(`${pixels}px`));
  radius.querySelector('input')!.max = '24';
  const controls = element('div', 'controls');
  controls.append(colour, radius);
  place.append(controls, stage);
}

function showLanguage(place: HTMLElement): void {
  const stage = element('div', 'narrow');
  const select = document.createElement('select');
  select.append(...pageLanguages.map(({ tag, name }) => new Option(`${name} (${tag})`, tag)));
  const label = element('label', 'control', 'Language');
  label.append(select);
  const choose = (): void => {
    const { tag, dir } = pageLanguages.find(({ tag }) => tag === select.value)!;
    stage.lang = tag;
    stage.dir = dir;
  };
  select.addEventListener('change', choose);
  stage.append(createChallenge());
  select.value = 'de';
  choose();
  const controls = element('div', 'controls');
  controls.append(label);
  place.append(controls, stage);
}

type ElementTag = `harmony-2fa-${'setup' | 'challenge' | 'step-up' | 'devices' | 'enrolment'}`;

/** Each state of the catalogue, one at a time. */
function showStates(place: HTMLElement): void {
  const stage = element('div', 'narrow');
  const select = document.createElement('select');
  const choices: [tag: ElementTag, states: Record<string, ElementState>][] = [
    ['harmony-2fa-setup', setupStates],
    ['harmony-2fa-challenge', challengeStates],
    ['harmony-2fa-step-up', stepUpStates],
    ['harmony-2fa-devices', devicesStates],
    ['harmony-2fa-enrolment', enrolmentStates],
  ];
  const shown: (() => void)[] = [];
  for (const [tag, states] of choices) {
    const group = document.createElement('optgroup');
    group.label = `<${tag}>`;
    for (const [name, state] of Object.entries(states)) {
      group.append(new Option(name, String(shown.length)));
      shown.push(() => {
        const subject = document.createElement(tag);
        subject.lang = 'en';
        Object.assign(subject, { client: scriptedClient(state), ...state.page });
        stage.replaceChildren(subject);
        void lead(subject, state.steps);
      });
    }
    select.append(group);
  }
  const label = element('label', 'control', 'State');
  label.append(select);
  select.addEventListener('change', () => shown[Number(select.value)]!());
  select.value = String(Object.keys(setupStates).indexOf('on'));
  shown[Number(select.value)]!();
  const controls = element('div', 'controls');
  controls.append(label);
  place.append(controls, stage);
}

/** A challenge of an account with 2FA on. */
function createChallenge(): HTMLElement {
  const place = element('div');
  const client = new MemoryClient({ issuer, account: 'alan@harmony.example', password });
  void client.beginSetup().then(async ({ keyUri }) => {
    await client.confirmSetup({ code: URI.parse(keyUri).generate() });
    client.passFirstFactor();
    const challenge = document.createElement('harmony-2fa-challenge');
    challenge.client = client;
    place.append(challenge);
  });
  return place;
}

function element(tag: string, className = '', text = ''): HTMLElement {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

function status(text: string): HTMLElement {
  const made = element('p', '', text);
  made.role = 'status';
  return made;
}

function button(text: string, press: () => void): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = 'button';
  made.textContent = text;
  made.addEventListener('click', press);
  return made;
}

function control(name: string, type: string, value: string, change: (value: string) => void): HTMLElement {
  const input = document.createElement('input');
  input.type = type;
  input.value = value;
  input.addEventListener('input', () => change(input.value));
  const label = element('label', 'control', name);
  label.append(input);
  return label;
}
