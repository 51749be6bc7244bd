import { z } from '@hono/zod-openapi'
import { bookingFaults } from '#messages/api-bookings.ts'
import { now } from '#platform/clock.ts'
import { done, refuse, type Outcome } from '#platform/context.ts'
import { fromMinute } from '#platform/zones.ts'
import { customerThrough } from '#domain/access/scope.ts'
import { loadQuestions } from '#domain/availability/load-questions.ts'
import { slotsWith } from '#domain/availability/slots-with.ts'
import { findSession } from '#domain/bookings/find-session.ts'
import { timesToMoveTo } from '#domain/bookings/free-times.ts'
import { transition } from '#domain/bookings/lifecycle.ts'
import { mayAct } from '#domain/bookings/may-act.ts'
import { pagesOffering } from '#domain/event-types/pages-offering.ts'
import { loadSettings } from '#domain/organizations/settings.ts'
import { findOwners } from '#domain/team/find-owner.ts'
import { problemOfAction } from './change-problems.ts'
import { idOf } from './ids.ts'
import { readId, showId } from '#platform/public-ids.ts'
import type { ApiContext } from './api-env.ts'
import { operation } from './operation.ts'
import type { Problem } from './problems.ts'
import { instant, instantIn, zone } from './schemas.ts'
import { zoneIn } from './text-schemas.ts'

/** How much of the calendar one request may ask for. */
const MOST_DAYS = 62
/** How much it gets when it does not say. */
const USUAL_DAYS = 14

/** An instant near enough to our lives for calendars and the database. */
export const instantOfOurTime = instantIn.refine(
  (text) => /^2[01]\d\d-/.test(text),
  bookingFaults.notOfOurTime,
)

const MOST_HOSTS = 20
const hosts = z
  .string()
  .regex(/^(mem|res)_[0-9a-f]{32}(,(mem|res)_[0-9a-f]{32})*$/)
  .transform((text) => [...new Set(text.split(','))])
  .refine((ids) => ids.length <= MOST_HOSTS, bookingFaults.moreThan(MOST_HOSTS))
  .openapi({
    type: 'string',
    description:
      'Ids of team members or resources, comma separated: only times at which all of them could sit together.',
    example: 'mem_0193a2b4c5d67e8f90a1b2c3d4e5f607',
  })

const querySchema = z
  .strictObject({
    event_type: idOf('eventType').optional().openapi({ description: 'When can this be booked?' }),
    session: idOf('session')
      .optional()
      .openapi({ description: 'Instead of `event_type`: where can this session be moved?' }),
    actor: z
      .enum(['customer', 'team_member'])
      .default('customer')
      .openapi({ description: 'Who moves the session: a team member may use any free time, at night, too.' }),
    hosts: hosts.optional(),
    from: instantOfOurTime.optional().openapi({ description: 'Now, unless given.' }),
    to: instantOfOurTime.optional().openapi({
      description: `At most ${MOST_DAYS} days after \`from\`; ${USUAL_DAYS} unless given. A start at \`to\` is not included.`,
    }),
    zone: zoneIn()
      .optional()
      .openapi({ description: "For the local times; the organization's zone unless given." }),
  })
  .refine(({ event_type, session }) => (event_type === undefined) !== (session === undefined), {
    path: ['event_type'],
    message: bookingFaults.eventTypeOrSession,
  })
  .refine(({ hosts: named, session }) => named === undefined || session === undefined, {
    path: ['hosts'],
    message: bookingFaults.hostsWithEventType,
  })

const slotSchema = z
  .strictObject({
    start: instant,
    end: instant,
    local_start: z.string().openapi({ example: '2026-12-03T14:30:00-05:00' }),
    local_end: z.string().openapi({ example: '2026-12-03T15:00:00-05:00' }),
  })
  .openapi('Slot')

const slotsSchema = z
  .strictObject({ zone, from: instant, to: instant, slots: z.array(slotSchema) })
  .openapi('Slots', { description: 'Free starts in order of time. A slot is free until somebody books it.' })

export const slotsOperation = operation({
  method: 'get',
  path: '/v1/slots',
  id: 'listSlots',
  tag: 'Slots',
  summary: 'Free times of an event type, or of a session that moves',
  description:
    'Exactly the times that the pages offer. Those for a session are on the steps of its event type; whether the policy lets it move is for the quote to say. Asking holds nothing.',
  scope: 'slots:read',
  query: querySchema,
  answer: { status: 200, schema: slotsSchema, description: 'The free times.' },
  problems: ['not_offered', 'state_refused'],
  async handle(c, { query }) {
    const outcome = await findSlots(c, query)
    return outcome.ok ? done({ value: outcome.value }) : outcome
  },
})

/** What a program asks: ids as it knows them, instants as ISO text. */
export type SlotsWish = z.output<typeof querySchema>

/** The free times of an event type or of a session that moves, as programs see them. */
export async function findSlots(
  c: ApiContext,
  wish: SlotsWish,
): Promise<Outcome<z.input<typeof slotsSchema>, Problem>> {
  const span = await spanOf(c, wish)
  if (!span.ok) return span
  const found =
    wish.session === undefined
      ? await toBook(c, readId(wish.event_type!), wish.hosts ?? [], span.value)
      : await toMove(c, readId(wish.session), wish.actor, span.value)
  if (!found.ok) return found
  const { reader } = c.var.deps.context
  const shownIn = wish.zone ?? (await loadSettings(reader, c.var.scope)).zone
  const local = (at: Temporal.Instant) => at.toZonedDateTimeISO(shownIn).toString({ timeZoneName: 'never' })
  const { starts, durationMinutes } = found.value
  return done({
    zone: shownIn,
    from: span.value.from.toString(),
    to: span.value.to.toString(),
    slots: Array.from(starts, (minute) => {
      const start = fromMinute(minute)
      const end = start.add({ minutes: durationMinutes })
      return {
        start: start.toString(),
        end: end.toString(),
        local_start: local(start),
        local_end: local(end),
      }
    }),
  })
}

interface Span {
  from: Temporal.Instant
  to: Temporal.Instant
}

async function spanOf(c: ApiContext, wish: Pick<SlotsWish, 'from' | 'to'>): Promise<Outcome<Span, Problem>> {
  const from = wish.from
    ? Temporal.Instant.from(wish.from)
    : await now(c.var.deps.context.reader, c.var.scope.orgId)
  const to = wish.to ? Temporal.Instant.from(wish.to) : from.add({ hours: 24 * USUAL_DAYS })
  const days = (to.epochMilliseconds - from.epochMilliseconds) / 86_400_000
  if (days <= 0) return refuse(wrongSpan(bookingFaults.notAfterFrom))
  return days > MOST_DAYS ? refuse(wrongSpan(bookingFaults.longerThan(MOST_DAYS))) : done({ from, to })
}

function wrongSpan(detail: string): Problem {
  return { code: 'invalid_request', errors: [{ field: 'query:to', code: 'out_of_range', detail }] }
}

interface Found {
  starts: Int32Array
  durationMinutes: number
}

async function toBook(
  c: ApiContext,
  eventTypeId: string,
  named: string[],
  span: Span,
): Promise<Outcome<Found, Problem>> {
  const { reader } = c.var.deps.context
  const [offering, [loaded]] = await Promise.all([
    pagesOffering(reader, c.var.scope, eventTypeId),
    loadQuestions(reader, c.var.scope, { eventTypeIds: [eventTypeId], ...span }),
  ])
  if (!offering || !loaded) return refuse({ code: 'not_found', field: 'query:event_type' })
  if (!offering.active) return refuse({ code: 'not_offered', field: 'query:event_type' })
  const ids = named.map(readId)
  const known = await findOwners(reader, c.var.scope, ids)
  const areKnown = named.every((shown, index) => {
    const owner = known.get(ids[index]!)
    return owner !== undefined && showId(owner.kind, owner.id) === shown
  })
  if (!areKnown) return refuse({ code: 'not_found', field: 'query:hosts' })
  const { durationMinutes } = loaded.question.rules
  return done({ starts: slotsWith(loaded.question, ids).starts, durationMinutes })
}

async function toMove(
  c: ApiContext,
  sessionId: string,
  actor: SlotsWish['actor'],
  { from, to }: Span,
): Promise<Outcome<Found, Problem>> {
  const { reader } = c.var.deps.context
  const member = c.var.scope
  const found = await findSession(reader, member, sessionId)
  if (!found) return refuse({ code: 'not_found', field: 'query:session' })
  const { booking, session } = found
  if (!mayAct(member, booking, 'change')) return refuse({ code: 'not_permitted' })
  const scope = actor === 'customer' ? customerThrough(member, booking.id) : member
  const possible = transition('reschedule', scope.actor.kind, session, booking.now)
  if (!possible.ok) return refuse(problemOfAction(possible.refusal))
  const starts = await timesToMoveTo(reader, scope, booking, session, from, to)
  return done({ starts, durationMinutes: booking.durationMinutes })
}
