import type { Outcome } from './load-generator.js';
import { startLoad, type Server } from './measure.js';
import type { Kind } from './requests.js';

/** The results of one round of one server. */
export interface Round extends Outcome {
  /** Processor time of the server for each answer. */
  cpuMicroseconds: number;
  loopDelayP99: number;
}

/** A server in the comparison, and the accounts of its requests. Each account is used once. */
export interface Runner {
  name: string;
  server: Server;
  /** Answers of one round. */
  count: number;
  /** The first account, and the distance from one to the next. */
  first?: number;
  every?: number;
  /** The number of accounts, where the numbers wrap around. */
  within?: number;
  connections?: number;
  /** Replaces the kind of the plan, for a server with another API. */
  kind?: Kind;
  /** Runs before each of its rounds, and is not measured. */
  prepare?: () => Promise<void>;
  /** Runs after each of its rounds. */
  finish?: () => Promise<void>;
}

export interface Plan {
  kind: Kind;
  /** Requests for the same accounts before each round, which are not measured. */
  before?: Kind;
  /** The status that every answer must have. */
  status: string;
  rounds: number;
  warmUp?: number;
}

/** Alternates the servers in each round, and rotates their order, so that other load on the machine affects all equally. */
export async function interleave(runners: readonly Runner[], plan: Plan): Promise<Map<string, Round[]>> {
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
        const settings = { targets, connections, first, count, every, ...(within && { within }) };
        await runner.prepare?.();
        if (plan.before) expect('200', runner, await load.run({ ...settings, kind: plan.before }));
        const before = await server.usage();
        const outcome = await load.run({ ...settings, kind });
        const after = await server.usage();
        await runner.finish?.();
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
