import { ipKeyGenerator } from 'express-rate-limit';

/** One subscriber's network: an IPv4 address in any spelling, or the /64 of an IPv6 address. */
export function networkOf(address: string | null): string {
  return ipKeyGenerator(plainAddress(address), 64);
}

/** One organisation's network: the /24 of an IPv4 address, or the /48 of an IPv6 address. */
export function widerNetworkOf(address: string | null): string {
  const network = ipKeyGenerator(plainAddress(address), 48);
  return network.replace(/^(\d+\.\d+\.\d+)\.\d+$/, '$1.0/24');
}

/**
 * Without the zone. Translators give each IPv4 client an IPv6 address of one /96 (RFC 6052 §2.1, RFC 2765 §2.1), which would be one
 * network with all of them.
 */
function plainAddress(address: string | null): string {
  const [plain = ''] = (address ?? '').split('%', 1);
  if (!URL.canParse(`http://[${plain}]`)) return plain;
  const { hostname } = new URL(`http://[${plain}]`);
  const [, ...halves] = /^\[(?:64:ff9b:|::ffff:0):([\da-f]+):([\da-f]+)\]$/.exec(hostname) ?? [];
  const bytes = halves.map((half) => Number.parseInt(half, 16)).flatMap((half) => [half >> 8, half & 255]);
  return bytes.length === 0 ? plain : bytes.join('.');
}
