import {
  challengeStates as challenges,
  devicesStates as devices,
  enrolmentStates as enrolments,
  setupStates as setups,
  stepUpStates as stepUps,
  type ElementState,
} from '../../demo/states/catalogue.js';
import { StepUpElement } from '../../widget/elements/step-up/step-up-element.js';
import {
  ChallengeDriver,
  DevicesDriver,
  EnrolmentDriver,
  SetupDriver,
  StepUpDriver,
  turn,
  type ElementDriver,
} from './element-drivers.js';
import { FakeClient, type Operation } from './fake-client.js';

/** Opens an element in a state of the catalogue. */
export type OpenState = () => Promise<
  ElementDriver<HTMLElementTagNameMap[`harmony-2fa-${'setup' | 'challenge' | 'step-up' | 'devices' | 'enrolment'}`]>
>;

export const setupStates = openers(setups, (client, page) => SetupDriver.open(client, page));
export const challengeStates = openers(challenges, (client) => ChallengeDriver.open(client));
export const devicesStates = openers(devices, (client) => DevicesDriver.open(client));
export const enrolmentStates = openers(enrolments, (client) => EnrolmentDriver.open(client));
export const stepUpStates = openers(stepUps, (client) => StepUpDriver.open(client));

/** Every state of every element of the catalogue, by a name that says which one. */
export const everyState: readonly (readonly [name: string, open: OpenState])[] = [
  ...named('set-up', setupStates),
  ...named('challenge', challengeStates),
  ...named('step-up', stepUpStates),
  ...named('devices', devicesStates),
  ...named('enrolment', enrolmentStates),
];

function named(element: string, states: Readonly<Record<string, OpenState>>): [string, OpenState][] {
  return Object.entries(states).map(([name, open]) => [`${element}: ${name}`, open]);
}

function openers(
  states: Readonly<Record<string, ElementState>>,
  open: (client: FakeClient, page: ElementState['page']) => ReturnType<OpenState>,
): Readonly<Record<string, OpenState>> {
  return Object.fromEntries(
    Object.entries(states).map(([name, state]) => [
      name,
      async () => {
        const driver = await open(clientOf(state), state.page);
        await lead(driver, state);
        return driver;
      },
    ]),
  );
}

function clientOf({ answers, failures = {}, unanswered, missingOperations = [], changes }: ElementState): FakeClient {
  const client = new FakeClient(answers).without(...missingOperations);
  if (changes) client.changes = changes;
  for (const [operation, failure] of Object.entries(failures)) client.rejects(operation as Operation, failure);
  if (unanswered) client.holds(unanswered);
  return client;
}

async function lead(driver: Awaited<ReturnType<OpenState>>, { steps = [] }: ElementState): Promise<void> {
  for (const step of steps) {
    if ('prove' in step) {
      if (driver.element instanceof StepUpElement) void driver.element.prove();
    } else if ('press' in step) await driver.press(step.press);
    else if ('pressIfShown' in step) {
      if (driver.has('button', step.pressIfShown)) await driver.press(step.pressIfShown);
    } else if ('type' in step) await driver.type(step.type, step.text);
    else if ('tick' in step) {
      driver.get('checkbox', step.tick).click();
      await turn();
    } else if ('seesDialog' in step) await driver.seesDialog(step.seesDialog);
    else if ('seesError' in step) await driver.seesError(step.seesError);
    else await driver.sees(step.sees);
  }
}
