import { sql } from 'kysely'
import { done, refuse, type Outcome } from '#platform/context.ts'
import type { Reader } from '#platform/db.ts'
import { isId } from '#platform/ids.ts'
import { may, type MemberScope } from '#domain/access/scope.ts'
import type { Audience, MessageChannel, MessageKind } from './message.ts'

/**
 * Where a delivery stands. `queued` waits or is tried again; `sent` was accepted by the mail server; `delivered`
 * is in the app; `not_sent` had no mail server to go to; `failed` was refused for good or too often; `sample`
 * belongs to a sample world and never leaves; `no_longer_applies` was overtaken by a later change.
 */
export type DeliveryState = (typeof DELIVERY_STATES)[number]

export const DELIVERY_STATES = [
  'queued',
  'sent',
  'delivered',
  'not_sent',
  'failed',
  'sample',
  'no_longer_applies',
] as const

/** One message as the outbox lists it. */
export interface DeliveryRow {
  id: string
  kind: MessageKind
  channel: MessageChannel
  audience: Audience
  /** Empty for a guest who gave no name. */
  recipientName: string
  /** Empty for messages in the app. */
  to: string
  cc: string[]
  state: DeliveryState
  /** The mail server's answer or another plain sentence about the state; may be empty. */
  stateDetail: string
  /** How often it was handed to the channel. */
  attempts: number
  createdAt: Temporal.Instant
  finishedAt: Temporal.Instant | null
  /** Null until the message was rendered for the first time; of a call of a webhook its event, from the start. */
  subject: string | null
  /** The webhook endpoint it is for; null on every other channel. It may have been removed since. */
  endpointId: string | null
  bookingId: string | null
  /** Six letters, unspaced; `spellReference` makes them readable. */
  reference: string | null
}

/** One message as it was rendered last, with the secret part of its links masked. Null parts do not exist (yet). */
export interface DeliveryDetail extends DeliveryRow {
  bodyText: string | null
  bodyHtml: string | null
  /** All calendar files of the message, one after the other. */
  calendarFile: string | null
  messageId: string
  /** Of a mail to somebody who waits: their place in the line. */
  waitingEntryId: string | null
}

/** States of messages that have not reached anybody: "not everyone knows yet" (ux A9). */
export const UNKNOWING_STATES = ['queued', 'not_sent', 'failed'] as const satisfies readonly DeliveryState[]

/** Deliveries per page of the outbox. */
export const DELIVERIES_PER_PAGE = 50

/**
 * The outbox, newest first. `cursor` is the `nextCursor` of the page before; a cursor that is no id starts anew.
 * Only members who may see deliveries get an answer.
 */
export async function listDeliveries(
  db: Reader,
  scope: MemberScope,
  wanted: { states?: readonly DeliveryState[]; cursor?: string } = {},
): Promise<Outcome<{ rows: DeliveryRow[]; nextCursor: string | null }, { code: 'not_permitted' }>> {
  if (!may(scope, 'delivery.view')) return refuse({ code: 'not_permitted' })
  let query = deliveries(db, scope)
    .orderBy('d.id', 'desc')
    .limit(DELIVERIES_PER_PAGE + 1)
  if (wanted.states && wanted.states.length > 0) query = query.where('d.state', 'in', wanted.states)
  if (wanted.cursor && isId(wanted.cursor)) query = query.where('d.id', '<', wanted.cursor)
  const found = (await query.execute()).map(toRow)
  const rows = found.slice(0, DELIVERIES_PER_PAGE)
  return done({ rows, nextCursor: found.length > rows.length ? rows.at(-1)!.id : null })
}

/**
 * Deliveries of one booking, channel, state or webhook endpoint, newest first; for members who may see the outbox.
 * `after` is the id of the last one on the page before.
 */
export async function deliveriesSeen(
  db: Reader,
  scope: MemberScope,
  wanted: {
    states?: readonly DeliveryState[]
    channel?: MessageChannel
    bookingId?: string
    endpointId?: string
    after: string | null
    take: number
  },
): Promise<Outcome<DeliveryRow[], { code: 'not_permitted' }>> {
  if (!may(scope, 'delivery.view')) return refuse({ code: 'not_permitted' })
  let query = deliveries(db, scope).orderBy('d.id', 'desc').limit(wanted.take)
  if (wanted.states) query = query.where('d.state', 'in', wanted.states)
  if (wanted.channel) query = query.where('d.channel', '=', wanted.channel)
  if (wanted.bookingId) query = query.where('d.booking_id', '=', wanted.bookingId)
  if (wanted.endpointId)
    query = query.where('d.channel', '=', 'webhook').where('d.recipient_id', '=', wanted.endpointId)
  if (wanted.after !== null) query = query.where('d.id', '<', wanted.after)
  return done((await query.execute()).map(toRow))
}

/** One delivery with what was rendered. */
export async function loadDeliveryForOutbox(
  db: Reader,
  scope: MemberScope,
  deliveryId: string,
): Promise<Outcome<DeliveryDetail, { code: 'not_permitted' } | { code: 'unknown_delivery' }>> {
  if (!may(scope, 'delivery.view')) return refuse({ code: 'not_permitted' })
  if (!isId(deliveryId)) return refuse({ code: 'unknown_delivery' })
  const row = await deliveries(db, scope)
    .where('d.id', '=', deliveryId)
    .select(['d.body_text', 'd.body_html', 'd.calendar_file', 'd.message_id'])
    .select(
      sql<
        string | null
      >`case when d.kind in ('waitlist_joined', 'waitlist_offered') then d.recipient_id end`.as(
        'waiting_entry_id',
      ),
    )
    .executeTakeFirst()
  if (!row) return refuse({ code: 'unknown_delivery' })
  return done({
    ...toRow(row),
    bodyText: row.body_text,
    bodyHtml: row.body_html,
    calendarFile: row.calendar_file,
    messageId: row.message_id,
    waitingEntryId: row.waiting_entry_id,
  })
}

function deliveries(db: Reader, scope: MemberScope) {
  return db
    .selectFrom('deliveries as d')
    .leftJoin('bookings as b', (join) =>
      join.onRef('b.org_id', '=', 'd.org_id').onRef('b.id', '=', 'd.booking_id'),
    )
    .leftJoin('guests as g', (join) =>
      join.onRef('g.org_id', '=', 'd.org_id').onRef('g.id', '=', 'd.recipient_id'),
    )
    .leftJoin('time_owners as o', (join) =>
      join.onRef('o.org_id', '=', 'd.org_id').onRef('o.id', '=', 'd.recipient_id'),
    )
    .where('d.org_id', '=', scope.orgId)
    .select([
      'd.id',
      'd.recipient_id',
      'd.kind',
      'd.channel',
      'd.audience',
      'd.to_address',
      'd.cc_addresses',
      'd.state',
      'd.state_detail',
    ])
    .select(['d.attempts', 'd.created_at', 'd.finished_at', 'd.subject', 'd.booking_id', 'b.reference'])
    .select(
      sql<string>`case d.audience when 'customer' then coalesce(b.customer_name, '')
        when 'guest' then coalesce(g.name, '') else coalesce(o.name, '') end`.as('recipient_name'),
    )
}

function toRow(
  row: Awaited<ReturnType<ReturnType<typeof deliveries>['executeTakeFirstOrThrow']>>,
): DeliveryRow {
  return {
    id: row.id,
    kind: row.kind as MessageKind,
    channel: row.channel as MessageChannel,
    audience: row.audience as Audience,
    recipientName: row.recipient_name,
    to: row.to_address,
    cc: row.cc_addresses,
    state: row.state as DeliveryState,
    stateDetail: row.state_detail,
    attempts: row.attempts,
    createdAt: row.created_at,
    finishedAt: row.finished_at,
    subject: row.subject,
    endpointId: row.channel === 'webhook' ? row.recipient_id : null,
    bookingId: row.booking_id,
    reference: row.reference,
  }
}
