import { lookup } from 'node:dns/promises'
import { Agent as HttpAgent, request as requestHttp, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as requestHttps } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { placementOf, type AllowedNetworks, type Placement } from './public-address.ts'

/** What is needed to reach an address that somebody typed. */
export interface OutgoingRules {
  allowedNetworks: AllowedNetworks
  /** All addresses of a name; the system's resolver unless a test brings its own. */
  resolve?: (host: string) => Promise<string[]>
  /** Milliseconds from the first look at the name to the end of the answer. */
  timeLimitMs?: number
}

/** Why an address is not used. */
export type AddressRefusal =
  | 'not_an_address'
  | 'not_https'
  | 'has_credentials'
  | 'unknown_host'
  /** It lies in a network that is not public and that the operator has not allowed. */
  | 'not_public'

export interface OutgoingAnswer {
  status: number
  /** The first part of the answer, as text. */
  body: string
}

const TIME_LIMIT_MS = 15_000
const LONGEST_ANSWER_BYTES = 64 * 1024

/** Nothing was sent, because the address must not be used. */
export class AddressRefused extends Error {
  readonly why: AddressRefusal

  constructor(why: AddressRefusal) {
    super(`The address is refused: ${why.replaceAll('_', ' ')}.`)
    this.name = 'AddressRefused'
    this.why = why
  }
}

/** The time was over before there was an answer. */
export class NoAnswerInTime extends Error {
  constructor(cause: unknown) {
    super('no answer in time', { cause })
    this.name = 'NoAnswerInTime'
  }
}

/** Says why an address could not be used at this moment, or null. What was fine once is checked again at every use. */
export async function checkAddress(address: string, rules: OutgoingRules): Promise<AddressRefusal | null> {
  try {
    await locate(address, rules, AbortSignal.timeout(rules.timeLimitMs ?? TIME_LIMIT_MS))
    return null
  } catch (error) {
    if (error instanceof AddressRefused) return error.why
    return 'unknown_host'
  }
}

/**
 * Posts to an address that somebody typed, and this is the only way to do that (CVE-2013-1648, CVE-2026-9304). The
 * name is resolved once and the connection goes to the very addresses that were judged, so a name cannot lead
 * elsewhere between the look and the call. No redirect is followed, no proxy of the environment is asked, and time
 * and answer are limited. Throws AddressRefused, NoAnswerInTime, or the
 * error of the connection.
 */
export async function postOutside(
  address: string,
  message: { headers: Record<string, string>; body: string },
  rules: OutgoingRules,
  signal?: AbortSignal,
): Promise<OutgoingAnswer> {
  const limit = AbortSignal.timeout(rules.timeLimitMs ?? TIME_LIMIT_MS)
  const either = signal ? AbortSignal.any([limit, signal]) : limit
  try {
    const { url, addresses } = await locate(address, rules, either)
    const answer = await send(url, addresses, message, either)
    return { status: answer.statusCode ?? 0, body: await readStart(answer) }
  } catch (error) {
    if (limit.aborted) throw new NoAnswerInTime(error)
    throw error
  }
}

/** The address taken apart and resolved, once all of it has been found to be fine. */
async function locate(
  address: string,
  rules: OutgoingRules,
  signal: AbortSignal,
): Promise<{ url: URL; addresses: string[] }> {
  const url = URL.parse(address)
  if (!url || url.hostname === '') throw new AddressRefused('not_an_address')
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new AddressRefused('not_https')
  if (url.username !== '' || url.password !== '') throw new AddressRefused('has_credentials')
  // The parser has already turned every way of writing an IPv4 address (0x7f.1, 2130706433) into four numbers.
  const host = hostOf(url)
  const addresses = isIP(host) ? [host] : await resolveOnce(host, rules, signal)
  const placements = addresses.map((found) => placementOf(found, rules.allowedNetworks))
  if (placements.length === 0) throw new AddressRefused('unknown_host')
  // One closed address among open ones is enough: which of them is taken is not ours to say.
  if (placements.includes('closed')) throw new AddressRefused('not_public')
  if (url.protocol === 'http:' && placements.some((placement: Placement) => placement !== 'allowed'))
    throw new AddressRefused('not_https')
  return { url, addresses }
}

async function resolveOnce(host: string, rules: OutgoingRules, signal: AbortSignal): Promise<string[]> {
  const resolve = rules.resolve ?? resolveBySystem
  try {
    return await untilAborted(resolve(host), signal)
  } catch (error) {
    if (signal.aborted) throw error
    throw new AddressRefused('unknown_host')
  }
}

async function resolveBySystem(host: string): Promise<string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address)
}

function send(
  url: URL,
  addresses: string[],
  message: { headers: Record<string, string>; body: string },
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const secure = url.protocol === 'https:'
  // Agents of our own: the shared ones may have been told to use a proxy, which would resolve the name again.
  const agent = secure ? new HttpsAgent({ keepAlive: false }) : new HttpAgent({ keepAlive: false })
  const options = {
    method: 'POST',
    agent,
    signal,
    lookup: answering(addresses),
    headers: { ...message.headers, 'content-length': Buffer.byteLength(message.body) },
  }
  return new Promise((resolve, reject) => {
    const request = secure ? requestHttps(url, options, resolve) : requestHttp(url, options, resolve)
    request.on('error', reject)
    request.end(message.body)
  })
}

/** A resolver that knows nothing but the addresses that were judged. */
function answering(addresses: string[]): LookupFunction {
  const entries = addresses.map((address) => ({ address, family: isIP(address) }))
  return (_host, options, callback) => {
    if (options.all) callback(null, entries)
    else callback(null, entries[0]!.address, entries[0]!.family)
  }
}

// What has been said counts: an answer that is too long or never ends is cut off, and its status stands.
async function readStart(answer: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  let bytes = 0
  try {
    for await (const part of answer as AsyncIterable<Buffer>) {
      parts.push(part)
      bytes += part.length
      if (bytes >= LONGEST_ANSWER_BYTES) break
    }
  } catch {
    // The time ran out or the other side hung up in the middle of its answer.
  }
  answer.destroy()
  return Buffer.concat(parts).subarray(0, LONGEST_ANSWER_BYTES).toString('utf8')
}

function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '')
}

function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason as Error)
    if (signal.aborted) return stop()
    signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}
