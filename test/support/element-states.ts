import {
  challengeStates as challenges,
  setupStates as setups,
  type ElementState,
} from '../../demo/states/catalogue.js';
import { ChallengeDriver, SetupDriver, turn, type ElementDriver } from './element-drivers.js';
import { FakeClient, type Operation } from './fake-client.js';

/** Opens an element in a state of the catalogue. */
export type OpenState = () => Promise<
  ElementDriver<HTMLElementTagNameMap['harmony-2fa-setup' | 'harmony-2fa-challenge']>
>;

export const setupStates = openers(setups, (client, page) => SetupDriver.open(client, page));
export const challengeStates = openers(challenges, (client) => ChallengeDriver.open(client));

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

function clientOf({ answers, failures = {}, unanswered, lacks = [], changes }: ElementState): FakeClient {
  const client = new FakeClient(answers).without(...lacks);
  if (changes) client.changes = changes;
  for (const [operation, failure] of Object.entries(failures)) client.rejects(operation as Operation, failure);
  if (unanswered) client.holds(unanswered);
  return client;
}

async function lead(driver: Awaited<ReturnType<OpenState>>, { steps = [] }: ElementState): Promise<void> {
  for (const step of steps) {
    if ('press' in step) await driver.press(step.press);
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
