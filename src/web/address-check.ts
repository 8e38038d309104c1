import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** IANA hands out unicast addresses from this block alone (IPv6 Address Space registry). */
const globalUnicast = ipaddr.IPv6.parse('2000::');
const globalUnicastBits = 3;
/** Carries an IPv4 address in its last 32 bits (RFC 6052), as networks without IPv4 reach such hosts. */
const translated = ipaddr.IPv6.parse('64:ff9b::');
const translatedBits = 96;
/** Public by their number, but answered by the machine's own host: Azure's agent and metadata. */
const hostServices = new Set(['168.63.129.16']);

/** Ranges of ipaddr.js in words; one without is "reserved". */
const kinds: Readonly<Record<string, string>> = {
  unspecified: 'an unspecified address',
  broadcast: 'a broadcast address',
  multicast: 'a multicast address',
  linkLocal: 'a link-local address',
  loopback: 'an address of this machine',
  carrierGradeNat: "an address inside a provider's network",
  private: 'a private address',
  uniqueLocal: 'a private address',
  deprecatedSiteLocal: 'a private address',
  ipv4Mapped: 'an IPv4 address in disguise',
  '6to4': 'an IPv4 address in disguise',
  teredo: 'an IPv4 address in disguise',
  rfc6145: 'an IPv4 address in disguise',
  rfc6052: 'an IPv4 address in disguise',
};
const reserved = 'a reserved address';

/** What an IP address is that must not be contacted, in words; undefined for one of the public internet. */
export function addressRefusal(address: string): string | undefined {
  // The library also reads octal and shortened forms, and what stands behind `%` chooses a network card.
  if (isIP(address) === 0 || address.includes('%')) return 'no plain IP address';
  const parsed = ipaddr.parse(address);
  return parsed instanceof ipaddr.IPv6 ? refusalOfV6(parsed) : refusalOfV4(parsed);
}

/** Whether an IP address is of the public internet: global unicast, and no way around to an IPv4 address that is not. */
export function isPublicAddress(address: string): boolean {
  return addressRefusal(address) === undefined;
}

/** The same spelling for the same address; an IPv4 address that a socket shows as mapped is shown plain. */
export function plainAddress(address: string): string {
  return isIP(address) === 0 ? address : ipaddr.process(address).toString();
}

function refusalOfV4(address: ipaddr.IPv4): string | undefined {
  if (hostServices.has(address.toString())) return reserved;
  const range: string = address.range();
  return range === 'unicast' ? undefined : (kinds[range] ?? reserved);
}

function refusalOfV6(address: ipaddr.IPv6): string | undefined {
  if (address.match(translated, translatedBits)) {
    return refusalOfV4(new ipaddr.IPv4(address.toByteArray().slice(-4)));
  }
  const range: string = address.range();
  if (range !== 'unicast') return kinds[range] ?? reserved;
  return address.match(globalUnicast, globalUnicastBits) ? undefined : reserved;
}
