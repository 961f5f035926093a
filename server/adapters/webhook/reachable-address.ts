import { lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** Never reached: addresses of a link, where clouds answer with credentials, and those of no machine or of many. */
const neverIpv4 = blockList(
  ['0.0.0.0/8', '169.254.0.0/16', '192.0.0.0/24', '192.0.2.0/24', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ['192.88.99.0/24', '224.0.0.0/4', '240.0.0.0/4'],
  // Azure and Alibaba Cloud answer there about the machine.
  ['168.63.129.16/32', '100.100.100.200/32'],
);
/** Never reached, although private: AWS and Google Cloud answer there about the machine. */
const neverIpv6 = blockList(['fd00:ec2::/32', 'fd20:ce::254/128']);
/** Reached only with `allowPrivate`: this machine, private networks, and those of carriers. */
const privateIpv4 = blockList(['10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16']);
const privateIpv6 = blockList(['::1/128', 'fc00::/7']);
/** All addresses of the internet are in here, apart from the ranges that lead to others. */
const publicIpv6 = blockList(['2000::/3']);
const indirectIpv6 = blockList(['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']);

function blockList(...groups: (readonly string[])[]): BlockList {
  const list = new BlockList();
  for (const network of groups.flat()) {
    const [address = '', length = ''] = network.split('/');
    list.addSubnet(address, Number(length), isIP(address) === 4 ? 'ipv4' : 'ipv6');
  }
  return list;
}

/** Whether a request may go to this IP address. */
export function isReachable(address: string, allowPrivate: boolean): boolean {
  const version = isIP(address);
  if (version === 4) return isReachableIpv4(address, allowPrivate);
  // An address with a zone belongs to a link.
  if (version !== 6 || address.includes('%')) return false;
  const embedded = embeddedIpv4(address);
  if (embedded !== null) return isReachableIpv4(embedded, allowPrivate);
  if (neverIpv6.check(address, 'ipv6')) return false;
  if (privateIpv6.check(address, 'ipv6')) return allowPrivate;
  return publicIpv6.check(address, 'ipv6') && !indirectIpv6.check(address, 'ipv6');
}

function isReachableIpv4(address: string, allowPrivate: boolean): boolean {
  if (neverIpv4.check(address, 'ipv4')) return false;
  return allowPrivate || !privateIpv4.check(address, 'ipv4');
}

/** The IPv4 address in `::ffff:…`, and in `64:ff9b::…`, by which a network without IPv4 reaches it; null for every other one. */
function embeddedIpv4(address: string): string | null {
  const { hostname } = new URL(`http://[${address}]`);
  const [, high, low] = /^\[(?:::ffff:|64:ff9b::)([\da-f]{1,4}):([\da-f]{1,4})\]$/.exec(hostname) ?? [];
  if (high === undefined || low === undefined) return null;
  const number = parseInt(high, 16) * 65_536 + parseInt(low, 16);
  return [24, 16, 8, 0].map((bits) => Math.floor(number / 2 ** bits) % 256).join('.');
}

/** The address of an endpoint is not one that a request may go to. */
export class UnreachableAddressError extends Error {
  override readonly name = 'UnreachableAddressError';
  readonly code = 'PRIVATE_ADDRESS';

  constructor() {
    super('the address is private, or of no machine of the internet');
  }
}

/**
 * Looks a name up for the connection itself, and returns only addresses that a request may go to. A check before the connection would
 * leave time for the name to get another address.
 */
export function reachableLookup(allowPrivate: boolean): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, []);
      const reachable = found.filter(({ address }) => isReachable(address, allowPrivate));
      const [first] = reachable;
      if (!first) return callback(new UnreachableAddressError(), []);
      if (options.all) callback(null, reachable);
      else callback(null, first.address, first.family);
    });
  };
}
