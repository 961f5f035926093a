import { BlockList, isIP } from 'node:net';
import { withoutBrackets } from './address.js';

const addresses = new BlockList();
addresses.addSubnet('127.0.0.0', 8, 'ipv4');
addresses.addAddress('::1', 'ipv6');

/** Whether a URL's host name means this machine. */
export function isLoopback(hostname: string): boolean {
  const host = withoutBrackets(hostname).toLowerCase();
  const version = isIP(host);
  if (version === 0) return host === 'localhost' || host.endsWith('.localhost');
  return addresses.check(host, version === 4 ? 'ipv4' : 'ipv6');
}
