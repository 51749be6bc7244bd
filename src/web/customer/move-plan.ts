import type { Quote } from '#domain/bookings/change.ts'
import type { Session } from '#domain/bookings/booking.ts'
import type { WebContext } from '../deps.ts'
import { linksOf, type ManageView } from './manage-view.ts'
import { readStart } from './move-start.ts'

/** One session with the time that it is to have; null where the address named none that can be read. */
export interface WantedMove {
  session: string
  start: Temporal.Instant | null
}

/** A chosen session and its new time, as far as there is one. */
export interface PlannedMove {
  session: Session
  start: Temporal.Instant | null
}

/*
 * Where sessions of a package move stands in the address alone, so that the way back, a second window and a page
 * without scripts all work: `session` names each chosen one, `pick` a session with its new time.
 */

/** The chosen sessions in order of time, each with the time that was picked for it. */
export function readPlan(c: WebContext, sessions: readonly Session[]): PlannedMove[] {
  const picks = new Map(
    (c.req.queries('pick') ?? []).flatMap((text) => {
      const [id = '', at = ''] = text.split('~')
      const start = readStart(at)
      return start ? [[id, start] as const] : []
    }),
  )
  return inTime(sessions).map((session) => ({ session, start: picks.get(session.id) ?? null }))
}

/** The page on which the next missing time is chosen; it opens at the choice. */
export function planAddress(
  view: ManageView,
  plan: readonly PlannedMove[],
  query: { month?: string; day?: string; tz?: string } = {},
): string {
  const address = linksOf(view).manage({ do: 'reschedule', ...query })
  const pairs = [
    ...plan.map(({ session }) => ['session', session.id]),
    ...plan.flatMap(({ session, start }) => (start ? [['pick', `${session.id}~${start.toString()}`]] : [])),
  ]
  return `${address}&${new URLSearchParams(pairs).toString()}`
}

/** The page that shows the old and the new times, for one last look. */
export function checkAddress(
  view: ManageView,
  moves: readonly { session: string; start: Temporal.Instant }[],
): string {
  const address = linksOf(view).moveCheck({})
  const pairs = moves.flatMap(({ session, start }) => [
    ['session', session],
    ['start', start.toString()],
  ])
  return `${address}${address.includes('?') ? '&' : '?'}${new URLSearchParams(pairs).toString()}`
}

/** Where a plan goes on: to the next missing time, or to the last look. */
export function nextAddress(
  view: ManageView,
  plan: readonly PlannedMove[],
  query: { month?: string; day?: string } = {},
): string {
  const moves = plan.flatMap(({ session, start }) => (start ? [{ session: session.id, start }] : []))
  return moves.length === plan.length ? checkAddress(view, moves) : `${planAddress(view, plan, query)}#pick`
}

/** The same plan with another time for one session, or none. */
export function withPick(
  plan: readonly PlannedMove[],
  session: Session,
  start: Temporal.Instant | null,
): PlannedMove[] {
  return plan.map((move) => (move.session === session ? { session, start } : move))
}

/** What the address of the last look names: sessions and starts in pairs. */
export function readMoves(c: WebContext, { booking }: ManageView): WantedMove[] {
  const only = booking.sessions.length === 1 ? booking.sessions.map(({ id }) => id) : []
  const sessions = c.req.queries('session') ?? (only.length > 0 ? only : [''])
  const starts = c.req.queries('start') ?? []
  return sessions.map((session, index) => ({ session, start: readStart(starts[index] ?? '') }))
}

/** The moves of a quote, as somebody asked for them. */
export function movesOf(quote: Quote): { session: string; start: Temporal.Instant }[] {
  return quote.reschedule.map(({ session, start }) => ({ session, start: Temporal.Instant.from(start) }))
}

/** The plan that some wanted moves come from; sessions that are not of this booking are left out. */
export function planOf({ booking }: ManageView, moves: readonly WantedMove[]): PlannedMove[] {
  return inTime(booking.sessions).flatMap((session) => {
    const move = moves.find((entry) => entry.session === session.id)
    return move ? [{ session, start: move.start }] : []
  })
}

function inTime(sessions: readonly Session[]): Session[] {
  return sessions.toSorted((one, other) => Temporal.Instant.compare(one.startsAt, other.startsAt))
}
