import {
  BUFFER_MINUTES,
  DURATION_MINUTES,
  LATE_MOVE_MINOR,
  PRICE_MINOR,
  type PackageShop,
} from './package-shop.ts'
import type { PackageCase } from './package-cases.ts'

/*
 * A second opinion about a package, written from the rules (domain.md §2–§8) and not from the engine: it knows the
 * case, the times and who sits where, and says what must then be found in the tables.
 */

export interface ExpectedSession {
  state: string
  start: Temporal.Instant
  sequence: number
  moves: number
  /** Of those who take part, rooms included; the primary host first. */
  owners: string[]
}

/** "kind channel audience" of each message about a fact, sorted; cc'd hosts ride on the host's mail. */
export function messagesAbout(shop: PackageShop, kind: string, touched: ExpectedSession[]): string[] {
  const hosts = hostsOf(shop, touched)
  const others = [
    ...(hosts.includes(shop.alva) ? [] : ['page_owner']),
    ...(hosts.includes(shop.stakeholder) ? [] : ['stakeholder']),
  ]
  const mails = ['customer', 'guest', `primary_host cc ${hosts.length - 1}`, ...others]
  const inApp = ['primary_host', ...hosts.slice(1).map(() => 'additional_host')]
  return [
    ...mails.map((audience) => `${kind} email ${audience}`),
    ...inApp.map((audience) => `${kind} in_app ${audience}`),
  ].toSorted()
}

/** Members who host any of them; the first is the primary host of the first. */
function hostsOf(shop: PackageShop, sessions: ExpectedSession[]): string[] {
  return [...new Set(sessions.flatMap(({ owners }) => owners).filter((owner) => owner !== shop.room))]
}

/** "owner from to" of each stretch of time that live sessions take, with their buffers. */
export function timeTaken(one: PackageCase, sessions: ExpectedSession[]): string[] {
  const buffer = one.spacing === 'buffers' ? BUFFER_MINUTES : 0
  return sessions
    .filter(({ state }) => state === 'scheduled')
    .flatMap(({ owners, start }) =>
      owners.map((owner) => {
        const from = start.subtract({ minutes: buffer })
        return `${owner} ${from} ${start.add({ minutes: DURATION_MINUTES + buffer })}`
      }),
    )
    .toSorted()
}

/** What moving costs: the fee of the tier for each session, and nothing where nothing is collected or the team does it. */
export function feeForMoving(one: PackageCase, moved: ExpectedSession[], turn: Temporal.Instant): bigint {
  if (!isCollected(one) || one.policy !== 'tiers') return 0n
  const late = moved.filter(({ start }) => Temporal.Instant.compare(start, turn) < 0)
  return BigInt(late.length) * LATE_MOVE_MINOR
}

/** What goes back: what was paid for each session, less what the policy keeps. Grace is over by then. */
export function refundForCanceling(
  one: PackageCase,
  canceled: ExpectedSession[],
  turn: Temporal.Instant,
): bigint {
  const paid = one.payment === 'full' ? PRICE_MINOR : one.payment === 'deposit' ? PRICE_MINOR / 4n : 0n
  return canceled.reduce((sum, { start }) => {
    const isLate = one.policy === 'tiers' && Temporal.Instant.compare(start, turn) < 0
    const kept = one.policy === 'limit' || isLate ? PRICE_MINOR / 2n : 0n
    return sum + (paid > kept ? paid - kept : 0n)
  }, 0n)
}

export function isCollected({ payment }: PackageCase): boolean {
  return payment !== 'free' && payment !== 'shown'
}

/** The word for the whole booking (oncehub R106). */
export function statusOf(sessions: ExpectedSession[]): string {
  const open = sessions.filter(({ state }) => state === 'scheduled')
  if (sessions.length === 1)
    return open.length === 0 ? 'canceled' : sessions[0]!.moves > 0 ? 'rescheduled' : 'scheduled'
  if (open.length === 0) return 'canceled'
  return open.length < sessions.length || sessions.some(({ moves }) => moves > 0) ? 'updated' : 'created'
}
