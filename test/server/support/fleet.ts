import assert from 'node:assert/strict';
import { createLoadBalancer, type LoadBalancer } from './load-balancer.js';
import { freePort, startProgram, type Program } from './program.js';
import { origin } from './test-server.js';

/** A server process behind the load balancer. */
export interface Member {
  name: string;
  program: Program;
}

/** Server processes on one database, behind a load balancer, which an operator replaces one after another. */
export interface Fleet {
  balancer: LoadBalancer;
  /** The settings of instances that start from now on. */
  settings: Record<string, string>;
  /** Resolves once the instance gets requests. @param base where the sources of another version are */
  start(name: string, base?: string): Promise<Member>;
  /** By SIGTERM alone: the load balancer has to notice by itself. */
  stop(member: Member): Promise<void>;
  /** What all instances have logged as errors. */
  errors(): string[];
  close(): Promise<void>;
}

export async function createFleet(databaseUrl: string, keys: string): Promise<Fleet> {
  const balancer = await createLoadBalancer();
  const running = new Set<Member>();
  const all: Member[] = [];
  const fleet: Fleet = {
    balancer,
    settings: {
      ORIGIN: origin,
      DATABASE_URL: databaseUrl,
      HARMONY_2FA_KEYS: keys,
      NETWORK_LIMIT: '0',
      TRUST_PROXY: 'loopback',
      LOG_LEVEL: 'error',
      STOP_DELAY: '1',
    },
    async start(name, base) {
      const port = await freePort();
      const program = startProgram('main.ts', { ...fleet.settings, PORT: String(port) }, [], base);
      const member = { name, program };
      running.add(member);
      all.push(member);
      await program.ready;
      assert.match(program.output().stdout, /is ready/, program.output().stderr);
      await balancer.add(name, port);
      return member;
    },
    async stop(member) {
      member.program.child.kill('SIGTERM');
      assert.equal(await member.program.ended, 0, member.program.output().stderr);
      await balancer.remove(member.name);
      running.delete(member);
    },
    errors: () =>
      all.flatMap(({ name, program }) =>
        program
          .output()
          .stderr.split('\n')
          .filter(Boolean)
          .map((line) => `${name}: ${line}`),
      ),
    async close() {
      await balancer.close();
      await Promise.all(
        [...running].map(({ program }) => {
          program.child.kill('SIGKILL');
          return program.ended;
        }),
      );
    },
  };
  return fleet;
}
