import { readFileSync } from 'node:fs';

/** Milliseconds of processor time, which other load on the machine does not change. */
export interface ThreadTime {
  main: number;
  /** Of all other threads of this process. */
  others: number;
}

/** Linux counts the time of a thread in hundredths of a second. */
const msOfTick = 10;

/** The processor time of this process until now. Only Linux tells that of one thread. */
export function threadTime(): ThreadTime {
  const { user, system } = process.cpuUsage();
  // The fields after the name, which may hold spaces: the time in user mode is the twelfth, in system mode the thirteenth.
  const fields = readFileSync(`/proc/self/task/${process.pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  const main = (Number(fields[11]) + Number(fields[12])) * msOfTick;
  return { main, others: (user + system) / 1000 - main };
}
