import { lookup } from 'node:dns';
import type { LookupAddress, LookupOptions } from 'node:dns';
import { BlockList, isIP } from 'node:net';

/**
 * Where a webhook may go: anywhere in public, by https. A receiver inside the server's own network
 * would let an administrator of one tenant reach what is nobody's business (SSRF).
 */
const PRIVATE_IPV4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const;

// Of IPv6 only 2000::/3 is given out to the public, and of that some carry an IPv4 address within.
const PUBLIC_IPV6 = new BlockList();
PUBLIC_IPV6.addSubnet('2000::', 3, 'ipv6');
const NOT_PUBLIC = new BlockList();
for (const [net, bits] of PRIVATE_IPV4) NOT_PUBLIC.addSubnet(net, bits, 'ipv4');
NOT_PUBLIC.addSubnet('2001::', 23, 'ipv6');
NOT_PUBLIC.addSubnet('2001:db8::', 32, 'ipv6');
NOT_PUBLIC.addSubnet('2002::', 16, 'ipv6');

/** Whether an IP address is one of the public network. */
export function isPublic(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !NOT_PUBLIC.check(address, 'ipv4');
  return family === 6 && PUBLIC_IPV6.check(address, 'ipv6') && !NOT_PUBLIC.check(address, 'ipv6');
}

const LOOPBACK = ['127.0.0.1', '::1'];

/** Outside production this computer may be the receiver too. */
export interface Reach {
  readonly loopback: boolean;
}

const isAllowed = (address: string, { loopback }: Reach): boolean =>
  isPublic(address) || (loopback && LOOPBACK.includes(address));

const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '');

/** Why a webhook may not go to an address, or null. What a name stands for is seen on the way. */
export function whyNotTo(
  text: string,
  reach: Reach,
): 'webhook-not-https' | 'webhook-private' | null {
  const url = new URL(text);
  const host = hostOf(url);
  const isHere = LOOPBACK.includes(host) || host === 'localhost';
  if (url.protocol !== 'https:' && !(reach.loopback && isHere)) return 'webhook-not-https';
  if (isHere) return reach.loopback ? null : 'webhook-private';
  return isIP(host) !== 0 && !isPublic(host) ? 'webhook-private' : null;
}

type Found = (error: Error | null, address: string | LookupAddress[], family?: number) => void;

/**
 * The look-up of a name for one connection, which fails when the name stands for an address that is
 * not public: what is checked is what is connected to, whatever the name says a moment later.
 */
export const guardedLookup =
  (reach: Reach) =>
  (host: string, options: LookupOptions, found: Found): void => {
    lookup(host, { ...options, all: true }, (error, addresses) => {
      const strange = error ?? addresses.find(({ address }) => !isAllowed(address, reach));
      if (strange instanceof Error) found(strange, '');
      else if (strange) found(new Error(`not a public address: ${strange.address}`), '');
      else if (options.all) found(null, addresses);
      else found(null, addresses[0]?.address ?? '', addresses[0]?.family);
    });
  };
