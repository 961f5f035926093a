import type { Outcome } from './load.js';
import { startLoad, type Server } from './measure.js';
import type { Kind } from './requests.js';

/** One round of one server. */
export interface Round extends Outcome {
  /** Of the server's processor time, for each answer. */
  cpuMicroseconds: number;
  loopDelayP99: number;
}

/** A server that takes part, and which accounts it is asked for: each is used once. */
export interface Runner {
  name: string;
  server: Server;
  /** Answers of one round. */
  count: number;
  /** The first account, and the distance from one to the next. */
  first?: number;
  every?: number;
  /** How many accounts there are, where the last is followed by the first again. */
  within?: number;
  connections?: number;
  /** Where this server takes the same by another request than the plan's. */
  kind?: Kind;
  /** What has to be done before each of its rounds; not measured. */
  prepare?: () => Promise<void>;
}

export interface Plan {
  kind: Kind;
  /** What is asked for the same accounts before each round; not measured. */
  before?: Kind;
  /** What every answer has to be. */
  status: string;
  rounds: number;
  warmUp?: number;
}

/** Lets servers answer in turns, in another order each time, so that what the machine does meanwhile hits all alike. */
export async function inTurns(runners: readonly Runner[], plan: Plan): Promise<Map<string, Round[]>> {
  const load = await startLoad();
  const rounds = new Map<string, Round[]>(runners.map(({ name }) => [name, []]));
  const { status, warmUp = 2 } = plan;
  try {
    for (let round = 0; round < warmUp + plan.rounds; round += 1) {
      const shift = round % runners.length;
      for (const runner of [...runners.slice(shift), ...runners.slice(0, shift)]) {
        const { server, count, every = 1, connections = 32, kind = plan.kind, within } = runner;
        const first = (runner.first ?? 0) + round * count * every;
        const targets = [{ port: server.port }];
        const asked = { targets, connections, first, count, every, ...(within && { within }) };
        await runner.prepare?.();
        if (plan.before) expect('200', runner, await load.run({ ...asked, kind: plan.before }));
        const before = await server.usage();
        const outcome = await load.run({ ...asked, kind });
        const after = await server.usage();
        expect(status, runner, outcome);
        if (round < warmUp) continue;
        rounds.get(runner.name)!.push({
          ...outcome,
          cpuMicroseconds: (after.cpuMicroseconds - before.cpuMicroseconds) / count,
          loopDelayP99: after.loopDelayP99,
        });
      }
    }
    return rounds;
  } finally {
    await load.stop();
  }
}

function expect(status: string, { name }: Runner, { statuses }: Outcome): void {
  if (Object.keys(statuses).join() !== status) throw new Error(`${name} answered ${JSON.stringify(statuses)}`);
}
