import { html, nothing, render } from 'lit';
import '../../widget/define.js';
import { StepUpElement } from '../../widget/index.js';
import { byId } from '../dom.js';
import { missingParts, type MissingPart } from '../memory/lesser-client.js';
import '../phone/harmony-demo-phone.js';
import { checkbox, customProperty, elementProperty, select } from './controls.js';
import { choiceOf, cssFor, htmlFor } from './css-text.js';
import { colours, fontsAndSizes, type CustomProperty } from './custom-properties.js';
import { pageLanguages } from './languages.js';
import { bringTo, editables, make, statesOf, tags, type Tag } from './subjects.js';
import { texts } from './texts.js';
import { themes } from './themes.js';

const stage = byId('stage');
const controls = byId<HTMLFormElement>('controls');
const phone = byId('phone');
const themeSheet = new CSSStyleSheet();
document.adoptedStyleSheets.push(themeSheet);

const everyEvent = [
  ...[
    'enabled',
    'disabled',
    'replaced',
    'authenticators-changed',
    'backup-codes-renewed',
    'verified',
    'cancelled',
    'signed-out',
    'failed',
  ].map((name) => `harmony-2fa-${name}`),
  'input',
  'change',
];

let tag: Tag = 'harmony-2fa-setup';
/** A name of the catalogue of states; empty for a back end in the page's memory. */
let state = '';
/** What the back end in memory lacks. */
const missing = new Set<MissingPart>();
/** Counts the calls of `show`: only the latest one is shown. */
let latestCall = 0;
let theme = '';
let scheme = 'light dark';
let language = pageLanguages[0]!;
let subject = document.createElement('div') as HTMLElement;
const choices = new Map<string, string>();
/** The property values of a new element. */
let untouched = new Map<string, unknown>();

controls.addEventListener('submit', (event) => event.preventDefault());
for (const type of everyEvent) stage.addEventListener(type, listEvent);
for (const button of document.querySelectorAll<HTMLButtonElement>('[data-copy]')) {
  button.addEventListener('click', () => void copy(button.dataset['copy']!));
}
render(
  texts.map(
    ({ name, given, english }) => html`
      <div>
        <dt><code>${given.length > 0 ? `${name}(${given.join(', ')})` : name}</code></dt>
        <dd>${english}</dd>
      </div>
    `,
  ),
  byId('texts'),
);
void show(tag);

async function show(next: Tag, nextState = ''): Promise<void> {
  tag = next;
  state = nextState;
  const call = (latestCall += 1);
  const made = await make(tag, missing);
  // A person has chosen something else meanwhile.
  if (call !== latestCall) return;
  subject = made;
  const bare = document.createElement(tag) as unknown as Record<string, unknown>;
  untouched = new Map(editables(subject).map(({ name }) => [name, bare[name]]));
  // The open set-up dialog makes the rest of the page inert, but not the content of this slot.
  if (tag === 'harmony-2fa-setup' || tag === 'harmony-2fa-step-up') {
    phone.slot = 'companion';
    subject.append(phone);
  } else document.body.append(phone);
  stage.replaceChildren(subject);
  if (subject instanceof StepUpElement && state === '') stage.append(proveButton(subject));
  byId('events').replaceChildren();
  byId('no-events').hidden = false;
  draw();
  const entry = statesOf(tag)[state];
  if (entry) await bringTo(subject, entry);
}

function draw(): void {
  stage.lang = language.tag;
  stage.dir = language.dir;
  stage.style.colorScheme = scheme;
  themeSheet.replaceSync(themes[theme] ?? '');
  for (const { name } of [...colours, ...fontsAndSizes]) {
    const value = choices.get(name);
    if (value === undefined) subject.style.removeProperty(`--harmony-2fa-${name}`);
    else subject.style.setProperty(`--harmony-2fa-${name}`, value);
  }
  byId('css').textContent = cssFor(tag, themes[theme] ?? '', choices) || '/* Nothing differs from the defaults yet. */';
  byId('html').textContent = htmlFor(tag, attributes());
  render(
    html`
      <fieldset>
        <legend>Show</legend>
        ${select(
          'tag',
          'Element',
          tags.map((name) => [name, `<${name}>`]),
          tag,
          (value) => void show(value as Tag),
        )}
        ${select(
          'state',
          'State',
          [['', 'A back end in memory'], ...Object.keys(statesOf(tag)).map((name) => [name, name] as const)],
          state,
          (value) => void show(tag, value),
        )}
        ${select(
          'theme',
          'Theme',
          [['', 'Defaults'], ...Object.keys(themes).map((name) => [name, name] as const)],
          theme,
          (value) => change(() => (theme = value)),
        )}
        ${select(
          'scheme',
          'Colour scheme',
          [
            ['light dark', 'As the system has it'],
            ['light', 'Light'],
            ['dark', 'Dark'],
          ],
          scheme,
          (value) => change(() => (scheme = value)),
        )}
        ${select(
          'language',
          'Language',
          pageLanguages.map(({ tag: value, name }) => [value, name]),
          language.tag,
          (value) => change(() => (language = pageLanguages.find((known) => known.tag === value)!)),
        )}
      </fieldset>
      ${
        Object.keys(statesOf(tag)).length > 0 && state === ''
          ? html`<details ?open=${missing.size > 0}>
              <summary>What the back end lacks</summary>
              <fieldset aria-label="What the back end lacks">
                ${(Object.keys(missingParts) as MissingPart[]).map((part) => checkbox(missingParts[part], missing.has(part), () => toggle(part)))}
              </fieldset>
            </details>`
          : nothing
      }
      <details open>
        <summary>Properties</summary>
        <fieldset aria-label="Properties">
          ${editables(subject).map((property) =>
            elementProperty(property, read(property.name), (value) => change(() => write(property.name, value))),
          )}
        </fieldset>
      </details>
      <details open>
        <summary>Colours</summary>
        <fieldset aria-label="Colours">${colours.map((property) => field(property))}</fieldset>
      </details>
      <details>
        <summary>Fonts and sizes</summary>
        <fieldset aria-label="Fonts and sizes">${fontsAndSizes.map((property) => field(property))}</fieldset>
      </details>
      <button class="button" type="button" @click=${() => change(() => choices.clear())}>Back to the theme</button>
    `,
    controls,
  );
}

function field(property: CustomProperty) {
  const inEffect = getComputedStyle(subject).getPropertyValue(`--harmony-2fa-${property.name}`).trim();
  const value = inEffect || property.initial;
  return customProperty(property, value, property.kind === 'colour' ? hex(value) : null, (text) =>
    change(() => {
      const choice = choiceOf(property, text);
      if (choice === null) choices.delete(property.name);
      else choices.set(property.name, choice);
    }),
  );
}

/** Shows the element again, with a back end that lacks this, or has it again. */
function toggle(part: MissingPart): void {
  if (!missing.delete(part)) missing.add(part);
  void show(tag);
}

function change(make: () => void): void {
  make();
  draw();
}

function read(name: string): unknown {
  return (subject as unknown as Record<string, unknown>)[name];
}

function write(name: string, value: unknown): void {
  (subject as unknown as Record<string, unknown>)[name] = value;
}

/** The attributes that differ from those of a new element. */
function attributes(): Map<string, string | true> {
  const entries = editables(subject).flatMap(({ name, attribute }): [string, string | true][] => {
    const value = read(name);
    if (
      attribute === null ||
      value === untouched.get(name) ||
      value === '' ||
      value === false ||
      value === null ||
      value === undefined
    )
      return [];
    return [[attribute, value === true ? true : typeof value === 'number' ? String(value) : (value as string)]];
  });
  return new Map(entries);
}

/** The computed colour for a colour picker: six digits, without alpha. */
function hex(colour: string): string {
  const canvas = document.createElement('canvas').getContext('2d')!;
  const probe = document.createElement('span');
  probe.style.color = colour;
  stage.append(probe);
  canvas.fillStyle = getComputedStyle(probe).color;
  probe.remove();
  return canvas.fillStyle.slice(0, 7).startsWith('#') ? canvas.fillStyle.slice(0, 7) : '#000000';
}

/** The step-up shows nothing by itself: here the page asks for a proof, however recent the last one is. */
function proveButton(stepUp: StepUpElement): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'button';
  button.textContent = 'Call prove({ maxAge: 0 })';
  button.addEventListener('click', () => {
    stepUp.prove({ maxAge: 0 }).then(
      (proved) => listLine(`prove()  ${proved}`),
      (error: Error) => listLine(`prove()  ${error.message}`),
    );
  });
  return button;
}

function listEvent(event: Event): void {
  // Not the events of the code field inside a larger element.
  if (event.target !== subject) return;
  const { status, method, backupCodes, code } = event as unknown as Record<string, unknown>;
  const facts = Object.entries({ status, method, backupCodes, code }).filter(([, value]) => value !== undefined);
  listLine([event.type, ...facts.map(([name, value]) => `${name}: ${JSON.stringify(value)}`)].join('  '));
}

function listLine(text: string): void {
  const line = document.createElement('li');
  line.textContent = text;
  byId('events').prepend(line);
  while (byId('events').children.length > 8) byId('events').lastElementChild!.remove();
  byId('no-events').hidden = true;
}

async function copy(what: string): Promise<void> {
  const text = byId(what).textContent ?? '';
  try {
    await navigator.clipboard.writeText(text);
    byId('said').textContent = `${what.toUpperCase()} copied`;
  } catch {
    getSelection()?.selectAllChildren(byId(what));
    byId('said').textContent = 'Copying was refused: the text is selected';
  }
}
