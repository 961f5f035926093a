/** One subscriber's network: an IPv4 address in any spelling, or the /64 of an IPv6 address. */
export function networkOf(address: string | null): string {
  return prefixOf(address, 4);
}

/** One organisation's network: the /24 of an IPv4 address, or the /48 of an IPv6 address. */
export function widerNetworkOf(address: string | null): string {
  return prefixOf(address, 3).replace(/^(\d+\.\d+\.\d+)\.\d+$/, '$1.0/24');
}

/** @param groups how many of the eight groups of an IPv6 address belong to the network */
function prefixOf(address: string | null, groups: number): string {
  // Without the zone.
  const [plain = ''] = (address ?? '').split('%', 1);
  if (!URL.canParse(`http://[${plain}]`)) return plain;
  const hostname = new URL(`http://[${plain}]`).hostname.slice(1, -1);
  return embeddedIpv4(hostname) ?? `${shortest(expand(hostname).slice(0, groups))}/${groups * 16}`;
}

/**
 * The address of an IPv4 client that has an IPv6 form. Translators give each of them an address of one /96 (RFC 6052 §2.1, RFC 2765 §2.1),
 * which would be one network with all of them.
 */
function embeddedIpv4(hostname: string): string | null {
  const [, ...halves] = /^(?:64:ff9b:|::ffff:0|::ffff):([\da-f]+):([\da-f]+)$/.exec(hostname) ?? [];
  const bytes = halves.map((half) => Number.parseInt(half, 16)).flatMap((half) => [half >> 8, half & 255]);
  return bytes.length === 0 ? null : bytes.join('.');
}

/** The eight groups of an address in the spelling of URLs. */
function expand(hostname: string): string[] {
  const [head, tail] = hostname.split('::').map((part) => (part === '' ? [] : part.split(':')));
  if (tail === undefined) return head!;
  return [...head!, ...Array.from({ length: 8 - head!.length - tail.length }, () => '0'), ...tail];
}

function shortest(prefix: readonly string[]): string {
  return new URL(`http://[${prefix.join(':')}::]`).hostname.slice(1, -1);
}
