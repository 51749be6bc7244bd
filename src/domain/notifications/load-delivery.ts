import { sql } from 'kysely'
import { jsonArrayFrom, jsonObjectFrom } from 'kysely/helpers/postgres'
import type { Reader } from '#platform/db.ts'
import type { SystemScope } from '#domain/access/scope.ts'
import type { ActorKind, FactKind, FactPayloads } from '#domain/facts/fact.ts'
import type { Audience, MessageKind } from './message.ts'
import type { DeliveryState } from './queries.ts'

/** One mail to be sent: whom it is for and the fact it tells of. The booking is loaded beside it, as it is now. */
export interface MailToDeliver {
  orgId: string
  id: string
  kind: MessageKind
  audience: Audience
  state: DeliveryState
  attempts: number
  to: string
  cc: string[]
  bookingId: string | null
  recipient: {
    id: string | null
    /** Empty for a guest who gave no name. Of a customer it is what they typed. */
    name: string
    /** A team member's zone; null for customers and guests, who read the booking's. */
    zone: string | null
  }
  /** How often a member sent it again. */
  timesResent: number
  /** The recipient's own link at its present generation; null for the team, and when every link was revoked. */
  link: { audience: 'customer' | `guest:${string}`; generation: number } | null
  fact: FactTold
  /** Of a cancellation that was taken back: what this recipient was, or is yet to be, told of it. */
  undone: { id: string; state: DeliveryState; attempts: number } | null
}

export interface FactTold {
  kind: FactKind
  at: Temporal.Instant
  actor: { kind: ActorKind; id: string | null; name: string | null }
  payload: FactPayloads[FactKind]
  /** The words given with the change; null when there were none or they were erased. */
  reason: string | null
  /** What goes back because of it, as it stands now. */
  refunds: RefundTold[]
  /** The guest it is about, the name as it was typed; null where it is about none. */
  guest: { name: string; email: string } | null
  /** False while nothing of the booking was ever more than asked for. */
  wasBooked: boolean
  /** True where the customer asked for it first, and the team decided. */
  wasRequested: boolean
}

/** A refund as a mail tells of it: the state of its row at this moment. */
export interface RefundTold {
  id: string
  amountMinor: bigint
  state: 'requested' | 'approved' | 'processing' | 'succeeded' | 'failed' | 'unknown' | 'rejected'
  way: 'provider' | 'outside' | 'credit'
}

/** The mail of one delivery, or null when there is none of this id. */
export async function loadDelivery(
  db: Reader,
  scope: SystemScope,
  deliveryId: string,
): Promise<MailToDeliver | null> {
  const row = await deliveryQuery(db, scope.orgId, deliveryId).executeTakeFirst()
  if (!row) return null
  const audience = row.audience as Audience
  const linkAudience =
    audience === 'customer'
      ? 'customer'
      : audience === 'guest'
        ? (`guest:${row.recipient_id}` as const)
        : null
  return {
    orgId: scope.orgId,
    id: row.id,
    kind: row.kind as MessageKind,
    audience,
    state: row.state as DeliveryState,
    attempts: row.attempts,
    to: row.to_address,
    cc: row.cc_addresses,
    bookingId: row.booking_id,
    recipient: { id: row.recipient_id, name: row.recipient_name, zone: row.recipient_zone },
    timesResent: row.times_resent ?? 0,
    link:
      linkAudience && row.link_generation
        ? { audience: linkAudience, generation: row.link_generation }
        : null,
    fact: {
      kind: row.fact_kind as FactKind,
      at: row.at,
      actor: { kind: row.actor_kind as ActorKind, id: row.actor_id, name: row.actor_name },
      payload: row.payload as unknown as FactPayloads[FactKind],
      reason: row.reason,
      refunds: row.refunds.map((refund) => ({
        id: refund.id,
        amountMinor: BigInt(refund.amount),
        state: refund.state as RefundTold['state'],
        way: refund.way as RefundTold['way'],
      })),
      guest: row.guest,
      wasBooked: row.was_booked,
      wasRequested: row.was_requested,
    },
    undone: row.undone && { ...row.undone, state: row.undone.state as DeliveryState },
  }
}

function deliveryQuery(db: Reader, orgId: string, deliveryId: string) {
  return db
    .selectFrom('deliveries as d')
    .innerJoin('facts as f', (join) =>
      join.onRef('f.org_id', '=', 'd.org_id').onRef('f.id', '=', 'd.fact_id'),
    )
    .leftJoin('bookings as b', (join) =>
      join.onRef('b.org_id', '=', 'd.org_id').onRef('b.id', '=', 'd.booking_id'),
    )
    .leftJoin('guests as g', (join) =>
      join.onRef('g.org_id', '=', 'd.org_id').onRef('g.id', '=', 'd.recipient_id'),
    )
    .leftJoin('time_owners as o', (join) =>
      join.onRef('o.org_id', '=', 'd.org_id').onRef('o.id', '=', 'd.recipient_id'),
    )
    .leftJoin('time_owners as a', (join) =>
      join.onRef('a.org_id', '=', 'f.org_id').onRef('a.id', '=', 'f.actor_id'),
    )
    .leftJoin('remarks as r', (join) =>
      join.onRef('r.org_id', '=', 'f.org_id').onRef('r.id', '=', 'f.remark_id'),
    )
    .where('d.org_id', '=', orgId)
    .where('d.id', '=', deliveryId)
    .where('d.channel', '=', 'email')
    .select([
      'd.id',
      'd.kind',
      'd.audience',
      'd.state',
      'd.attempts',
      'd.to_address',
      'd.cc_addresses',
      'd.booking_id',
      'd.recipient_id',
    ])
    .select([
      'f.kind as fact_kind',
      'f.at',
      'f.actor_kind',
      'f.actor_id',
      'f.payload',
      'a.name as actor_name',
      'r.body as reason',
    ])
    .select('o.zone as recipient_zone')
    .select(
      sql<string>`case d.audience when 'customer' then coalesce(b.customer_name, '')
        when 'guest' then coalesce(g.name, '') else coalesce(o.name, '') end`.as('recipient_name'),
    )
    .select((eb) => [
      eb
        .selectFrom('booking_links as l')
        .whereRef('l.org_id', '=', 'd.org_id')
        .whereRef('l.booking_id', '=', 'd.booking_id')
        .where('l.revoked_at', 'is', null)
        .where(
          sql<boolean>`l.audience = case d.audience when 'guest' then 'guest:' || d.recipient_id else d.audience end`,
        )
        .select((link) => link.fn.max('l.generation').as('generation'))
        .as('link_generation'),
      eb
        .selectFrom('facts as again')
        .whereRef('again.org_id', '=', 'd.org_id')
        .whereRef('again.booking_id', '=', 'd.booking_id')
        .where('again.kind', '=', 'delivery.resent')
        .where(sql<boolean>`again.payload ->> 'delivery' = d.id::text`)
        .select(sql<number>`count(*)::integer`.as('times'))
        .as('times_resent'),
      jsonArrayFrom(
        eb
          .selectFrom('refunds as re')
          .whereRef('re.org_id', '=', 'd.org_id')
          .whereRef('re.booking_id', '=', 'd.booking_id')
          // A fact about one refund names it, a change names all that it set in motion by being their cause.
          .where(sql<boolean>`(re.fact_id = f.id or re.id::text = f.payload ->> 'refund')`)
          .select(['re.id', 're.state', 're.way', sql<string>`re.amount_minor::text`.as('amount')])
          .orderBy('re.id'),
      ).as('refunds'),
      jsonObjectFrom(
        eb
          .selectFrom('guests as fg')
          .whereRef('fg.org_id', '=', 'f.org_id')
          .whereRef('fg.booking_id', '=', 'f.booking_id')
          .where(sql<boolean>`fg.id::text = f.payload ->> 'guest'`)
          .select(['fg.name', 'fg.email']),
      ).as('guest'),
      sql<boolean>`exists (select from facts made where made.org_id = f.org_id and made.booking_id = f.booking_id
        and made.kind = 'booking.scheduled')`.as('was_booked'),
      sql<boolean>`exists (select from facts asked where asked.org_id = f.org_id and asked.booking_id = f.booking_id
        and asked.kind = 'booking.requested')`.as('was_requested'),
      jsonObjectFrom(
        eb
          .selectFrom('deliveries as du')
          .innerJoin('facts as fu', (join) =>
            join.onRef('fu.org_id', '=', 'du.org_id').onRef('fu.id', '=', 'du.fact_id'),
          )
          .whereRef('du.org_id', '=', 'd.org_id')
          .whereRef('du.booking_id', '=', 'd.booking_id')
          .whereRef('du.audience', '=', 'd.audience')
          .whereRef('du.recipient_id', '=', 'd.recipient_id')
          .where('du.channel', '=', 'email')
          .where('fu.kind', '=', 'booking.canceled')
          .where(sql<boolean>`f.kind = 'booking.restored' and fu.payload ->> 'quote' = f.payload ->> 'quote'`)
          .select(['du.id', 'du.state', 'du.attempts'])
          .limit(1),
      ).as('undone'),
    ])
}
