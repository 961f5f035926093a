import { BlockList, isIP } from 'node:net';

type Family = 'ipv4' | 'ipv6';

/** The shortest prefixes: the ranges that a content delivery network publishes are allowed, wider ones are not. */
const minPrefix = { ipv4: 12, ipv6: 16 };
/** Ranges without clients from the internet. */
const privateRanges: [address: string, bits: number, family: Family][] = [
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['fc00::', 7, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
];

/**
 * Reads addresses, networks and the names that Express knows, separated by commas. A number of hops is refused: it would trust
 * every client that reaches the port directly. A network with clients in it is refused too: they could forge their address.
 *
 * @throws {TypeError} with a message of one sentence
 */
export function readTrustedProxies(text: string): string[] {
  const entries = text.split(',').map((entry) => entry.trim());
  const proxies = entries.filter((entry) => entry !== '');
  for (const proxy of proxies) {
    if (['loopback', 'linklocal', 'uniquelocal'].includes(proxy)) continue;
    const network = readNetwork(proxy);
    if (!network) {
      throw new TypeError('trusted proxies are addresses, networks (10.0.0.0/8), loopback, linklocal or uniquelocal');
    }
    if (isTooWide(network)) {
      throw new TypeError(
        'a network is so wide that clients are in it, and they could forge their address: list only the proxies, ' +
          `with at least /${minPrefix.ipv4} for IPv4 and /${minPrefix.ipv6} for IPv6 outside the private ranges`,
      );
    }
  }
  return proxies;
}

interface Network {
  address: string;
  bits: number;
  family: Family;
}

function readNetwork(text: string): Network | null {
  const [given = '', bits, ...rest] = text.split('/');
  const [address = ''] = given.split('%', 1);
  const version = isIP(given);
  const most = version === 4 ? 32 : 128;
  if (version === 0 || rest.length > 0) return null;
  if (bits !== undefined && (!/^\d{1,3}$/.test(bits) || Number(bits) > most)) return null;
  return { address, bits: bits === undefined ? most : Number(bits), family: version === 4 ? 'ipv4' : 'ipv6' };
}

function isTooWide({ address, bits, family }: Network): boolean {
  if (family === 'ipv4') return bits < minPrefix.ipv4 && !isPrivate(address, bits, 'ipv4');
  // Each IPv4 address has an IPv6 one, ::ffff:192.0.2.1, whose network counts as that of the IPv4 address.
  if (subnet('::ffff:0:0', 96, 'ipv6').check(address, 'ipv6')) {
    return bits - 96 < minPrefix.ipv4 && !isPrivate(address, bits, 'ipv4');
  }
  const holdsAllOfIpv4 = bits < 96 && subnet(address, bits, 'ipv6').check('::ffff:192.0.2.1', 'ipv6');
  return holdsAllOfIpv4 || (bits < minPrefix.ipv6 && !isPrivate(address, bits, 'ipv6'));
}

/** @param bits the prefix length as written: a mapped IPv4 address has 96 more */
function isPrivate(address: string, bits: number, family: Family): boolean {
  const written = isIP(address) === 4 ? 'ipv4' : 'ipv6';
  const own = family === written ? bits : bits - 96;
  return privateRanges.some(
    ([range, width, kind]) => kind === family && own >= width && subnet(range, width, kind).check(address, written),
  );
}

function subnet(address: string, bits: number, family: Family): BlockList {
  const list = new BlockList();
  list.addSubnet(address, bits, family);
  return list;
}
