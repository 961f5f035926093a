import type { Requester } from '../audit/events.js';
import type { Turn } from '../turns/fair-queue.js';
import { networkOf, widerNetworkOf } from '../turns/network.js';

/** Whose turn a slow hash of this request takes: that of the account and, where the address is known, of its network. */
export function turnOf({ accountId, client, visit }: Requester): Turn {
  const address = (client ?? visit)?.address;
  if (!address) return { parties: [accountId], member: accountId };
  return { parties: [accountId, widerNetworkOf(address)], member: networkOf(address) };
}
