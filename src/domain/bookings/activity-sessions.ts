import { sql, type RawBuilder } from 'kysely'
import { may, type MemberScope } from '#domain/access/scope.ts'
import type { AskAnswer } from '#domain/asks/ask.ts'
import type { ActorKind, Channel, ChangePayload, FactKind, FactPayloads } from '#domain/facts/fact.ts'
import type { SessionState } from '#domain/policies/evaluate.ts'
import type { Session } from './booking.ts'
import type { FactMoney } from './money-of-fact.ts'

/** What brought a row to where it stands in the stream. */
export interface LatestFact {
  kind: FactKind
  actorKind: ActorKind
  actorName: string | null
  channel: Channel
  at: Temporal.Instant
  /** The most telling amount of it, or null. */
  money: FactMoney | null
  /** The answer of the team that it is, or that it carried out (oncehub R100). */
  answer?: AskAnswer | null
}

/** One session of a booking in the stream. */
export type ActivitySession = Pick<Session, 'id' | 'position' | 'state' | 'rescheduleCount'> & {
  startsAt: Temporal.Instant
  endsAt: Temporal.Instant
  /** The newest of what happened to it; null where the session has no row of its own. */
  latest: LatestFact | null
}

/** Facts that say nothing about how a booking stands; a row is not brought up by them. */
export const QUIET_FACTS = sql.raw(`('delivery.resent', 'link.sent_again', 'policy.refused')`)

/**
 * The sessions of `page` as one JSON list. Sessions of a package have rows of their own beside it (oncehub R113,
 * domain.md §8), of which a narrowed stream shows those in its state; a member who may only see what is theirs has the
 * rows of sessions in which they sit.
 */
export function sessionsOfPage(
  scope: MemberScope,
  wanted: { mine: boolean; condition: RawBuilder<boolean> | null },
): RawBuilder<SessionRow[]> {
  return sql`(
    select jsonb_agg(jsonb_build_object('id', s.id, 'position', s.position, 'state', s.state,
        'reschedule_count', s.reschedule_count, 'starts_at', s.starts_at, 'ends_at', s.ends_at,
        'latest', c.latest) order by s.position)
    from (select s.*, count(*) over () as of_all from sessions s
        where s.org_id = page.org_id and s.booking_id = page.id) s
      left join lateral (
        select jsonb_build_object('kind', f.kind, 'actor_kind', f.actor_kind, 'actor_name', o.name,
          'channel', f.channel, 'at', f.at, 'payload', f.payload) as latest
        from facts f left join time_owners o on o.org_id = f.org_id and o.id = f.actor_id and f.actor_kind = 'member'
        where f.org_id = s.org_id and f.booking_id = s.booking_id and f.kind not in ${QUIET_FACTS}
          and position(s.id::text in f.payload::text) > 0
          and s.of_all > 1 and ${wanted.condition ?? sql`true`} and ${seenBy(scope, wanted.mine)}
        order by f.id desc limit 1) c on true)`
}

/** As `sessionsOfPage` gives them. */
export interface SessionRow {
  id: string
  position: number
  state: string
  reschedule_count: number
  starts_at: string
  ends_at: string
  latest: {
    kind: string
    actor_kind: string
    actor_name: string | null
    channel: string
    at: string
    payload: FactPayloads[FactKind]
  } | null
}

export function toActivitySession(row: SessionRow): ActivitySession {
  return {
    id: row.id,
    position: row.position,
    state: row.state as SessionState,
    rescheduleCount: row.reschedule_count,
    startsAt: Temporal.Instant.from(row.starts_at),
    endsAt: Temporal.Instant.from(row.ends_at),
    latest: row.latest && {
      kind: row.latest.kind as FactKind,
      actorKind: row.latest.actor_kind as ActorKind,
      actorName: row.latest.actor_name,
      channel: row.latest.channel as Channel,
      at: Temporal.Instant.from(row.latest.at),
      money: moneyOfSession(row.id, row.latest.payload),
    },
  }
}

// As `theirs` says it of a booking: the owner of its page, and those who follow the page, see every session.
function seenBy(scope: MemberScope, mine: boolean): RawBuilder<boolean> {
  if (may(scope, 'booking.view.all') && !mine) return sql`true`
  const { memberId } = scope.actor
  return sql`(exists (select 1 from assignments a
      where a.org_id = s.org_id and a.session_id = s.id and a.owner_id = ${memberId})
    or exists (select 1 from booking_pages p
      where p.org_id = s.org_id and p.id = page.page_id and p.owner_member_id = ${memberId})
    or exists (select 1 from booking_page_stakeholders st
      where st.org_id = s.org_id and st.page_id = page.page_id and st.member_id = ${memberId}))`
}

// A change of several sessions names the amount of each; the sum stands on the row of the package.
function moneyOfSession(session: string, payload: FactPayloads[FactKind]): FactMoney | null {
  const { canceled = [], rescheduled = [], currency } = payload as Partial<ChangePayload>
  const amounts = [
    ...canceled.map((part) => ({ ...part, what: 'back' as const, minor: part.refundMinor })),
    ...rescheduled.map((part) => ({ ...part, what: 'fee' as const, minor: part.feeMinor })),
  ]
  const found = amounts.find((part) => part.session === session)
  if (!found || !currency || BigInt(found.minor) === 0n) return null
  return { what: found.what, minor: BigInt(found.minor), currency }
}
