import { randomUUID } from 'node:crypto';
import type { EntryRange } from '../../core/audit/audit-log.js';
import type { EndpointState } from '../../core/webhook/webhook-queue.js';
import { composeTestEvent } from '../../core/webhook/webhook-event.js';
import { checkEndpoints, type WebhookEndpoint } from '../../adapters/webhook/endpoint.js';
import { isSuccess, reasonOf, send } from '../../adapters/webhook/lane.js';
import { createPoster } from '../../adapters/webhook/post.js';
import type { OpenStore } from '../../adapters/store/open-store.js';
import { readConfig } from '../config.js';
import { CommandRefused } from '../administration/command-refused.js';
import { changeLog } from './change-log.js';
import { UsageError } from './program.js';
import { withStore } from './with-store.js';

const usage = 'usage: harmony-2fa-admin webhooks, or webhooks test|retry|replay|remove <endpoint>; see --help';

interface Order {
  endpoint: string;
  range: EntryRange;
}

type Command = (store: OpenStore, order: Order, configured: readonly WebhookEndpoint[]) => Promise<string>;

/** The server sends. These commands only change what is due, so that no event is sent by two programs at once. */
const commands: Record<string, Command> = {
  async retry({ webhooks }, { endpoint }) {
    return `${await webhooks.retry(endpoint, new Date())} events are due now`;
  },
  async replay({ webhooks }, { endpoint, range }) {
    return `${await webhooks.replay(endpoint, range, new Date())} events are due now`;
  },
  async remove({ webhooks }, { endpoint }, configured) {
    if (configured.some(({ name }) => name === endpoint)) throw new CommandRefused(`${endpoint} is still in WEBHOOKS`);
    await webhooks.remove(endpoint);
    return `${endpoint} and what waited for it are forgotten`;
  },
};

/** `harmony-2fa-admin webhooks`: shows what waits for the endpoints, and sends it again. Returns the exit code. */
export async function runWebhooks(
  command: string | undefined,
  names: readonly string[],
  range: EntryRange,
  operator: string,
): Promise<number> {
  if (command === undefined) return withStore(async ({ webhooks }) => list(await webhooks.states()));
  const [endpoint, ...others] = names;
  if (endpoint === undefined || others.length > 0) throw new UsageError(usage);
  if (command === 'test') return test(endpoint);
  const run = Object.hasOwn(commands, command) ? commands[command] : undefined;
  if (!run) throw new UsageError(usage);
  if (command === 'replay' && range.since === undefined) {
    throw new UsageError('--since is missing: from when on to send');
  }
  return withStore(async (store, config) => {
    const known = await store.webhooks.states();
    if (!known.some(({ name }) => name === endpoint)) {
      throw new CommandRefused(`no server has registered an endpoint ${endpoint}`);
    }
    const done = await run(store, { endpoint, range }, config.webhooks);
    changeLog().info({ command, endpoint, ...range, operator }, 'an administrator changed what webhooks are due');
    process.stdout.write(`${done}\n`);
    return 0;
  });
}

function list(states: readonly EndpointState[]): number {
  if (states.length === 0) process.stdout.write('no endpoint is registered\n');
  for (const state of states) process.stdout.write(`${lineOf(state)}\n`);
  return 0;
}

function lineOf({ name, seenAt, waiting, oldestAt, givenUp, failure }: EndpointState): string {
  return [
    `${name}: ${waiting} waiting`,
    ...(oldestAt ? [`the oldest since ${oldestAt.toISOString()}`] : []),
    `${givenUp} given up`,
    ...(failure === null ? [] : [`failed with ${failure}`]),
    `last registered ${seenAt.toISOString()}`,
  ].join(', ');
}

/** Needs no database: the endpoint and its secrets are in the settings. */
async function test(name: string): Promise<number> {
  const { webhooks } = readConfig(process.env);
  const found = webhooks.find((one) => one.name === name);
  if (!found) throw new CommandRefused(`${name} is not in WEBHOOKS`);
  const [endpoint] = checkEndpoints([found]);
  const poster = createPoster(endpoint!.url, endpoint!);
  const now = new Date();
  try {
    const answer = await send(poster, endpoint!, composeTestEvent(`test-${randomUUID()}`, now), now).catch(
      (error: unknown) => ({ error }),
    );
    const taken = 'status' in answer && isSuccess(answer);
    process.stdout.write(`${name} ${taken ? 'took the event' : 'did not take the event'}: ${reasonOf(answer)}\n`);
    return taken ? 0 : 1;
  } finally {
    poster.close();
  }
}
