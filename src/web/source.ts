import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context as HonoContext } from 'hono'

/**
 * Where a request came from, for limits. A proxy on the same machine adds the address it saw as the last entry
 * of `x-forwarded-for`; from anywhere else that header says whatever its sender likes, so it is not read.
 */
export function sourceOf(c: HonoContext): string {
  const peer = peerOf(c)
  const forwarded = isLoopback(peer) ? c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined
  return (forwarded || peer).slice(0, 100)
}

// Requests made without a server (tests) have no peer.
function peerOf(c: HonoContext): string {
  try {
    return getConnInfo(c).remote.address ?? ''
  } catch {
    return ''
  }
}

function isLoopback(address: string): boolean {
  return (
    address === '' || address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.')
  )
}
