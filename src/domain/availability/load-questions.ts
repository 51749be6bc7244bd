import { sql } from 'kysely'
import { builtOnce, toJson, type Reader } from '#platform/db.ts'
import { toMinute } from '#platform/zones.ts'
import type { Scope } from '#domain/access/scope.ts'
import type { DateOverride, OwnerTime, Seat, SlotQuestion, WeeklySpan } from './slot-question.ts'

/** A seat with the people or things that may fill it; candidates are `time_owners` ids. */
export interface SeatWanted {
  seatId: string
  position: number
  role: 'primary' | 'additional' | 'resource'
  label: string
  candidates: string[]
}

/** One owner as loaded: time, and what pages show of them. */
export interface OwnerLoaded {
  id: string
  name: string
  zone: string
  kind: 'member' | 'resource'
  title: string
  email: string
  /** True when the host's own calendar is connected and must hear of changes. */
  calendarConnected: boolean
  /** Sessions of this event type from four weeks ago on, when asked for; the fair choice in a pool is the lowest. */
  load: number
}

/** The slot question of one event type, with what the database knew when it was asked. */
export interface LoadedQuestion {
  eventTypeId: string
  now: Temporal.Instant
  question: SlotQuestion
  seats: SeatWanted[]
  owners: OwnerLoaded[]
}

export interface Demand {
  eventTypeIds: string[]
  from: Temporal.Instant
  to: Temporal.Instant
  /** Allocations of this booking are left out, so that it never blocks its own move (domain.md §6). */
  exceptBookingId?: string
  /** True when somebody is about to be picked from a pool: then `load` is counted, else it is 0. */
  forChoice?: boolean
  /** Fixed people instead of the event type's seats: a reschedule keeps its hosts (oncehub R80, R81). */
  seats?: SeatWanted[]
}

/**
 * Everything the slot engine asks about, for one or several event types, in one query. The allocations come
 * from the index that also forbids overlaps, so the cost follows the window and not the size of the history.
 */
export async function loadQuestions(db: Reader, scope: Scope, demand: Demand): Promise<LoadedQuestion[]> {
  const ask = questions[demand.seats ? 'fixed' : demand.forChoice ? 'forChoice' : 'any']
  const rows = await ask(
    db,
    scope.orgId,
    demand.eventTypeIds,
    demand.from.toString(),
    demand.to.toString(),
    demand.exceptBookingId ?? null,
    toJson(demand.seats ?? null),
  )
  return rows.map((row) => toQuestion(row, demand))
}

interface Row {
  id: string
  now: Temporal.Instant
  duration_minutes: number
  step_minutes: number
  minimum_notice_minutes: number
  horizon_days: number
  buffer_before_minutes: number
  buffer_after_minutes: number
  daily_cap: number | null
  weekly_cap: number | null
  seats: SeatWanted[] | null
  owners:
    | (OwnerLoaded & {
        weekly: WeeklySpan[]
        overrides: DateOverride[]
        busy: [number, number][]
        cap_starts: number[]
      })[]
    | null
}

type Kind = 'any' | 'forChoice' | 'fixed'

const questionsOf = (kind: Kind) =>
  builtOnce(
    (
      _db: Reader,
      orgId: string,
      eventTypeIds: string[],
      from: string,
      to: string,
      exceptBookingId: string | null,
      fixedSeats: string,
    ) => questionQuery(kind, { orgId, eventTypeIds, from, to, exceptBookingId, fixedSeats }),
  )

const questions = {
  any: questionsOf('any'),
  forChoice: questionsOf('forChoice'),
  fixed: questionsOf('fixed'),
}

interface Asked {
  orgId: string
  eventTypeIds: string[]
  from: string
  to: string
  exceptBookingId: string | null
  /** SeatWanted[] as JSON, or null. */
  fixedSeats: string
}

function questionQuery(kind: Kind, { orgId, eventTypeIds, from, to, exceptBookingId, fixedSeats }: Asked) {
  const seats =
    kind === 'fixed'
      ? sql`select w."seatId" as seat_id, w.position, w.role, w.label, e.id as event_type_id, c.owner_id::uuid
          from jsonb_to_recordset(${fixedSeats}::jsonb) as w ("seatId" text, position int, role text, label text, candidates jsonb)
          cross join lateral jsonb_array_elements_text(w.candidates) as c (owner_id)
          cross join event_types e where e.org_id = ${orgId} and e.id = any (${eventTypeIds}::uuid[])`
      : sql`select s.id::text as seat_id, s.position, s.role, s.label, s.event_type_id, c.owner_id
          from seats s left join (seat_candidates c
            join time_owners o on o.org_id = c.org_id and o.id = c.owner_id and o.active)
            on c.org_id = s.org_id and c.seat_id = s.id
          where s.org_id = ${orgId} and s.event_type_id = any (${eventTypeIds}::uuid[])`
  // Only a booking that picks from a pool asks who has had fewer; it is the dearest part of the question.
  const load =
    kind === 'forChoice'
      ? sql`(select count(*) from assignments a
          join sessions s on s.org_id = a.org_id and s.id = a.session_id
          join bookings b on b.org_id = s.org_id and b.id = s.booking_id
        where a.org_id = o.org_id and a.owner_id = o.id and b.event_type_id = e.id
          and s.state <> 'canceled' and s.starts_at > clock.now - interval '28 days'
          and exists (select 1 from wanted mine join wanted other on other.seat_id = mine.seat_id and other.owner_id <> o.id
            where mine.owner_id = o.id and mine.event_type_id = e.id and other.event_type_id = e.id))`
      : sql`0`
  return sql<Row>`
    with clock as materialized (select org_now(${orgId}) as now),
    wanted as materialized (${seats})
    select e.id, clock.now, e.duration_minutes, e.step_minutes, e.minimum_notice_minutes, e.horizon_days,
      e.buffer_before_minutes, e.buffer_after_minutes, e.daily_cap, e.weekly_cap,
      (select jsonb_agg(jsonb_build_object('seatId', seat_id, 'position', position, 'role', role, 'label', label, 'candidates', candidates) order by position)
        from (select seat_id, position, role, label, coalesce(jsonb_agg(owner_id order by owner_id) filter (where owner_id is not null), '[]') as candidates
          from wanted w where w.event_type_id = e.id group by seat_id, position, role, label) as grouped) as seats,
      (select jsonb_agg(jsonb_build_object('id', o.id, 'name', o.name, 'zone', o.zone, 'kind', o.kind,
          'title', coalesce(m.title, ''), 'email', coalesce(m.email, ''),
          'calendarConnected', exists (select 1 from calendar_connections cc
            where cc.org_id = o.org_id and cc.owner_id = o.id and cc.active),
          'load', ${load},
          'weekly', coalesce((select jsonb_agg(jsonb_build_object('weekday', h.weekday, 'fromMinute', h.from_minute, 'toMinute', h.to_minute))
            from weekly_hours h where h.org_id = o.org_id and h.owner_id = o.id), '[]'),
          'overrides', coalesce((select jsonb_agg(jsonb_build_object('date', d.date, 'spans', d.spans))
            from date_overrides d where d.org_id = o.org_id and d.owner_id = o.id
              and d.date between (${from}::timestamptz - interval '2 days')::date and (${to}::timestamptz + interval '2 days')::date), '[]'),
          'busy', coalesce((select jsonb_agg(jsonb_build_array(
              floor(extract(epoch from lower(taken.during)) / 60)::int, ceil(extract(epoch from upper(taken.during)) / 60)::int))
            from (select al.during from allocations al
                where al.org_id = o.org_id and al.owner_id = o.id
                  and al.during && tstzrange(${from}::timestamptz - interval '2 days', ${to}::timestamptz + interval '2 days')
                  and (al.expires_at is null or al.expires_at > clock.now)
                  and al.booking_id is distinct from ${exceptBookingId}::uuid
              union all select t.during from time_off t
                where t.org_id = o.org_id and t.owner_id = o.id
                  and t.during && tstzrange(${from}::timestamptz - interval '2 days', ${to}::timestamptz + interval '2 days')) as taken), '[]'),
          'cap_starts', case when e.daily_cap is null and e.weekly_cap is null then '[]'::jsonb else coalesce((
            select jsonb_agg(floor(extract(epoch from s.starts_at) / 60)::int)
            from assignments a join sessions s on s.org_id = a.org_id and s.id = a.session_id
              join bookings b on b.org_id = s.org_id and b.id = s.booking_id
            where a.org_id = o.org_id and a.owner_id = o.id and b.event_type_id = e.id
              and (s.state in ('held', 'scheduled', 'in_progress', 'awaiting_update', 'completed')
                or s.state = 'requested' and e.requests_hold)
              and b.id is distinct from ${exceptBookingId}::uuid
              and s.starts_at between ${from}::timestamptz - interval '8 days' and ${to}::timestamptz + interval '8 days'), '[]') end)
          order by o.id)
        from time_owners o left join team_members m on m.org_id = o.org_id and m.id = o.id where o.org_id = e.org_id
          and o.id in (select w.owner_id from wanted w where w.event_type_id = e.id)) as owners
    from event_types e cross join clock
    where e.org_id = ${orgId} and e.id = any (${eventTypeIds}::uuid[])`
}

function toQuestion(row: Row, demand: Demand): LoadedQuestion {
  const owners = row.owners ?? []
  const seats = row.seats ?? []
  const indexOf = new Map(owners.map((owner, index) => [owner.id, index]))
  return {
    eventTypeId: row.id,
    now: row.now,
    seats,
    owners: owners.map(
      ({ weekly: _weekly, overrides: _overrides, busy: _busy, cap_starts: _capStarts, ...owner }) => owner,
    ),
    question: {
      fromMinute: toMinute(demand.from),
      toMinute: toMinute(demand.to),
      nowMinute: Math.ceil(row.now.epochMilliseconds / 60_000),
      rules: {
        durationMinutes: row.duration_minutes,
        stepMinutes: row.step_minutes,
        bufferBeforeMinutes: row.buffer_before_minutes,
        bufferAfterMinutes: row.buffer_after_minutes,
        minimumNoticeMinutes: row.minimum_notice_minutes,
        horizonDays: row.horizon_days,
        dailyCap: row.daily_cap,
        weeklyCap: row.weekly_cap,
      },
      owners: owners.map(toOwnerTime),
      seats: seats.map((seat): Seat => ({
        seatId: seat.seatId,
        candidates: seat.candidates.flatMap((id) => indexOf.get(id) ?? []),
      })),
    },
  }
}

function toOwnerTime(owner: NonNullable<Row['owners']>[number]): OwnerTime {
  return {
    ownerId: owner.id,
    zone: owner.zone,
    weekly: owner.weekly,
    overrides: owner.overrides,
    busyFrom: Int32Array.from(owner.busy, ([start]) => start),
    busyTo: Int32Array.from(owner.busy, ([, end]) => end),
    capStarts: Int32Array.from(owner.cap_starts),
  }
}
