import ipaddr from 'ipaddr.js'

/** Networks that may be reached although they are not public, as CIDR; the operator's list. */
export type AllowedNetworks = readonly string[]

/** Where an address of the network lies, as far as sending something there goes. */
export type Placement = 'public' | 'allowed' | 'closed'

/**
 * Judges one resolved address. Public is only what is unicast and global; an IPv6 address that carries an IPv4
 * address inside (mapped, NAT64, 6to4, Teredo) is as public as that one. Anything that cannot be read is closed.
 */
export function placementOf(address: string, allowed: AllowedNetworks): Placement {
  if (!ipaddr.isValid(address)) return 'closed'
  const ip = ipaddr.process(address)
  if (allowed.some((network) => isInside(ip, network))) return 'allowed'
  return isPublic(ip) ? 'public' : 'closed'
}

type Ip = ReturnType<typeof ipaddr.process>
type Ip6 = InstanceType<typeof ipaddr.IPv6>

function isPublic(ip: Ip): boolean {
  if (ip.kind() === 'ipv4') return ip.range() === 'unicast'
  const { range, inside } = readIp6(ip as Ip6)
  if (inside.length > 0) return inside.every((bytes) => ipaddr.fromByteArray(bytes).range() === 'unicast')
  // Only 2000::/3 has been given out; ::/96 and the like still reach IPv4 on some systems.
  return range === 'unicast' && (ip.toByteArray()[0]! & 0xe0) === 0x20
}

/** The range of an IPv6 address and the IPv4 addresses that travel inside it. */
function readIp6(ip: Ip6): { range: string; inside: number[][] } {
  const bytes = ip.toByteArray()
  const range = ip.range()
  switch (range) {
    case '6to4':
      return { range, inside: [bytes.slice(2, 6)] }
    case 'teredo':
      // The server as it is, the client with every bit turned over.
      return { range, inside: [bytes.slice(4, 8), bytes.slice(12, 16).map((byte) => byte ^ 0xff)] }
    case 'rfc6052':
      // The well-known prefix only: where the address stands behind a local prefix, nobody outside knows.
      return { range, inside: isWellKnown(bytes) ? [bytes.slice(12, 16)] : [] }
    default:
      return { range, inside: [] }
  }
}

function isWellKnown(bytes: number[]): boolean {
  return bytes.slice(4, 12).every((byte) => byte === 0)
}

function isInside(ip: Ip, network: string): boolean {
  const [base, bits] = ipaddr.parseCIDR(network)
  return base.kind() === ip.kind() && ip.match(base, bits)
}
