import { z } from '@hono/zod-openapi'
import { done, refuse } from '#platform/context.ts'
import { factsSeen, findFact, type FactSeen } from '#domain/bookings/facts-seen.ts'
import { loadBooking } from '#domain/bookings/load-booking.ts'
import { mayAct } from '#domain/bookings/may-act.ts'
import type { ActorKind, FactKind } from '#domain/facts/fact.ts'
import { someOf } from './comma-lists.ts'
import { showPayload } from './facts-payload.ts'
import { idOf } from './ids.ts'
import { readId, showId, showIdOrNull } from '#platform/public-ids.ts'
import { pageFrom, pagingById } from './list-pages.ts'
import type { ApiContext } from './api-env.ts'
import { operation } from './operation.ts'
import { instant, pageOf } from './schemas.ts'

const tag = 'Facts'

/** Every kind of fact; one that is missing here does not compile. */
const KINDS = Object.keys({
  'booking.scheduled': true,
  'booking.canceled': true,
  'booking.rescheduled': true,
  'booking.changed': true,
  'booking.confirmed_by_customer': true,
  'booking.requested': true,
  'ask.made': true,
  'ask.answered': true,
  'ask.withdrawn': true,
  'ask.expired': true,
  'booking.restored': true,
  'booking.new_time_asked': true,
  'guest.left': true,
  'waitlist.joined': true,
  'waitlist.offered': true,
  'waitlist.taken': true,
  'waitlist.declined': true,
  'waitlist.lapsed': true,
  'waitlist.left': true,
  'session.completed': true,
  'session.no_show': true,
  'session.no_show_reverted': true,
  'session.failed': true,
  'session.failed_reverted': true,
  'booking.held': true,
  'booking.released': true,
  'payment.pending': true,
  'payment.recorded': true,
  'payment.succeeded': true,
  'payment.failed': true,
  'payment.rejected': true,
  'payment.disputed': true,
  'refund.requested': true,
  'refund.approved': true,
  'refund.changed': true,
  'refund.rejected': true,
  'refund.succeeded': true,
  'refund.failed': true,
  'fee.decided': true,
  'fee.corrected': true,
  'credit.granted': true,
  'credit.expired': true,
  'invoice.voided': true,
  'discount_code.saved': true,
  'payment_account.saved': true,
  'policy.refused': true,
  'link.sent_again': true,
  'delivery.resent': true,
  'organization.created': true,
  'organization.changed': true,
  'member.added': true,
  'member.changed': true,
  'member.password_reset_asked': true,
  'hours.changed': true,
  'resource.added': true,
  'event_type.saved': true,
  'page.saved': true,
  'policy.versioned': true,
  'api_key.created': true,
  'api_key.revoked': true,
  'webhook.saved': true,
  'webhook.secret_rotated': true,
  'webhook.disabled': true,
  'webhook.removed': true,
  'webhook.tested': true,
} satisfies Record<FactKind, true>) as [FactKind, ...FactKind[]]

const ACTOR_TYPES = {
  customer: 'customer',
  guest: 'guest',
  member: 'team_member',
  system: 'system',
  calendar: 'calendar',
  api_key: 'api_key',
} as const satisfies Record<ActorKind, string>

const factSchema = z
  .strictObject({
    id: idOf('fact'),
    kind: z.enum(KINDS),
    at: instant,
    booking: idOf('booking').nullable(),
    revision: z
      .number()
      .int()
      .nullable()
      .openapi({ description: 'Of the booking, made or seen by this fact.' }),
    actor: z.strictObject({
      type: z.enum(Object.values(ACTOR_TYPES)),
      id: z.string().nullable(),
      name: z.string().nullable(),
    }),
    api_key: z
      .strictObject({ id: idOf('apiKey'), name: z.string() })
      .nullable()
      .openapi({ description: 'The key through which they acted.' }),
    channel: z.string().openapi({ example: 'mail_link' }),
    reason: z.string().nullable().openapi({
      description: 'Words that came with it, for keys that may read bookings; null once they were erased.',
    }),
    payload: z
      .record(z.string(), z.unknown())
      .openapi({ description: 'What happened, by kind: ids, codes, amounts and times.' }),
  })
  .openapi('Fact')

const kinds = someOf(KINDS, 'booking.canceled,booking.rescheduled')

export const listFactsOperation = operation({
  method: 'get',
  path: '/v1/facts',
  id: 'listFacts',
  tag,
  summary: 'List what happened',
  description:
    'The newest first. For a program that follows what happens: `order=asc&after=` with the last fact it has. Facts written at the same moment may appear a little out of order, so look back a minute, or use webhooks. Facts about the organization itself are for members who may edit it.',
  scope: 'facts:read',
  query: z.strictObject({
    booking: idOf('booking').optional(),
    kind: kinds.optional(),
    after: idOf('fact').optional().openapi({ description: 'Only facts younger than this one.' }),
    order: z.enum(['asc', 'desc']).default('desc'),
    ...pagingById,
  }),
  answer: { status: 200, schema: pageOf(factSchema, 'FactPage'), description: 'Facts.' },
  async handle(c, { query }) {
    const { reader } = c.var.deps.context
    const { scope } = c.var
    const bookingId = query.booking === undefined ? undefined : readId(query.booking)
    if (bookingId !== undefined) {
      const booking = await loadBooking(reader, scope, bookingId)
      if (!booking || !mayAct(scope, booking, 'view'))
        return refuse({ code: 'not_found', field: 'query:booking' })
    }
    const since = query.after === undefined ? undefined : readId(query.after)
    if (since !== undefined && !(await findFact(reader, scope, since)))
      return refuse({ code: 'not_found', field: 'query:after' })
    const found = await factsSeen(reader, scope, {
      ...(bookingId === undefined ? {} : { bookingId }),
      ...(query.kind === undefined ? {} : { kinds: query.kind }),
      ...(since === undefined ? {} : { since }),
      order: query.order,
      after: query.cursor ?? null,
      take: query.limit + 1,
    })
    return done({
      value: pageFrom(
        found,
        query.limit,
        (fact) => fact.id,
        (fact) => showFact(c, fact),
      ),
    })
  },
})

export const readFactOperation = operation({
  method: 'get',
  path: '/v1/facts/{fact}',
  id: 'getFact',
  tag,
  summary: 'Look at one fact',
  scope: 'facts:read',
  params: z.strictObject({ fact: idOf('fact') }),
  answer: { status: 200, schema: factSchema, description: 'The fact.' },
  async handle(c, { params: { fact: id } }) {
    const fact = await findFact(c.var.deps.context.reader, c.var.scope, readId(id))
    return fact ? done({ value: showFact(c, fact) }) : refuse({ code: 'not_found', field: 'path:fact' })
  },
})

function showFact(c: ApiContext, fact: FactSeen): z.input<typeof factSchema> {
  return {
    id: showId('fact', fact.id),
    kind: fact.kind,
    at: fact.at.toString(),
    booking: showIdOrNull('booking', fact.bookingId),
    revision: fact.revision,
    actor: { type: ACTOR_TYPES[fact.actorKind], id: actorId(fact), name: fact.actorName },
    api_key:
      fact.apiKeyId === null ? null : { id: showId('apiKey', fact.apiKeyId), name: fact.apiKeyName ?? '' },
    channel: fact.channel,
    reason: c.var.scopes.has('bookings:read') ? fact.reason : null,
    payload: showPayload(fact),
  }
}

function actorId({ actorKind, actorId: id }: FactSeen): string | null {
  if (actorKind === 'customer' || actorKind === 'guest' || actorKind === 'member')
    return showIdOrNull(actorKind, id)
  return null
}
