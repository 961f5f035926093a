import { ClientError, type CompleteClient } from '../../widget/client/index.js';
import { asTime, day, minute } from './time.js';

type DeviceList = Awaited<ReturnType<CompleteClient['devices']>>;
type Device = DeviceList['devices'][number];

/** A session or a trusted device, with the times in milliseconds. */
interface MemoryDevice extends Pick<Device, 'id' | 'kind' | 'name' | 'address' | 'current'> {
  addedAt: number;
  lastUsedAt: number;
  lifetime: number;
}

export const trustDays = 30;

/** The sessions and the trusted devices of the account. */
export class Devices {
  #all: MemoryDevice[];

  constructor(now: number) {
    this.#all = sampleDevices(now);
  }

  /** A change of the factor ends all other sessions, and the trust in all devices. */
  keepCurrentSession(): void {
    this.forgetTrust();
    this.#all = this.#all.filter(({ current }) => current);
  }

  /** New backup codes and one more authenticator end the trust in devices, and no session. */
  forgetTrust(): void {
    this.#all = this.#all.filter(({ kind }) => kind === 'session');
  }

  trustThisOne(now: number): void {
    const own = this.#all.find(({ kind, current }) => kind === 'session' && current)!;
    const trusted = {
      kind: 'trusted_device',
      address: null,
      addedAt: now,
      lastUsedAt: now,
      lifetime: trustDays * day,
    } as const;
    this.#all.push({ ...own, ...trusted, id: crypto.randomUUID() });
  }

  read(now: number): DeviceList {
    const devices = this.#all.map(({ addedAt, lastUsedAt, lifetime, ...device }) => ({
      ...device,
      addedAt: asTime(addedAt),
      lastUsedAt: asTime(device.current ? now : lastUsedAt),
      expiresAt: asTime(addedAt + lifetime),
    }));
    return { devices, account: 'memory' };
  }

  remove(id: string): void {
    if (!this.#all.some((device) => device.id === id)) throw new ClientError({ code: 'not_found' });
    this.#all = this.#all.filter((device) => device.id !== id);
  }
}

/** The account is signed in on two devices. */
function sampleDevices(now: number): MemoryDevice[] {
  const session = { kind: 'session', lifetime: day } as const;
  return [
    {
      ...session,
      id: 's1',
      name: 'This browser',
      address: '203.0.113.7',
      current: true,
      addedAt: now - 40 * minute,
      lastUsedAt: now,
    },
    {
      ...session,
      id: 's2',
      name: 'Firefox on Android',
      address: '198.51.100.23',
      current: false,
      addedAt: now - 9 * 60 * minute,
      lastUsedAt: now - 25 * minute,
    },
  ];
}
