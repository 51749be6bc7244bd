import { sql } from 'kysely'
import type { Reader } from '#platform/db.ts'
import { fromMinute } from '#platform/zones.ts'
import type { Scope } from '#domain/access/scope.ts'
import type { LoadedQuestion } from '#domain/availability/load-questions.ts'
import { slots } from '#domain/availability/slots.ts'
import { slotsByLocalDate } from '#domain/availability/slots-by-date.ts'

/**
 * Dates, such as "2026-12-03", on which nothing is free only because others have it: somebody may give a time back.
 * Days off and days that are closed are none of them. `loaded` is the question that `starts` answers.
 */
export async function fullDates(
  db: Reader,
  scope: Scope,
  loaded: LoadedQuestion,
  starts: Int32Array,
  zone: string,
): Promise<Set<string>> {
  const { question } = loaded
  const away = await timeOff(db, scope, loaded)
  const none = new Int32Array(0)
  const owners = question.owners.map((owner) => {
    const own = away.filter(({ owner_id }) => owner_id === owner.ownerId)
    return {
      ...owner,
      busyFrom: Int32Array.from(own, ({ from_minute }) => from_minute),
      busyTo: Int32Array.from(own, ({ to_minute }) => to_minute),
      capStarts: none,
    }
  })
  const possible = slotsByLocalDate(slots({ ...question, owners }).starts, zone)
  const free = slotsByLocalDate(starts, zone)
  return new Set([...possible.keys()].filter((date) => !free.has(date)))
}

async function timeOff(
  db: Reader,
  scope: Scope,
  { question, owners }: LoadedQuestion,
): Promise<{ owner_id: string; from_minute: number; to_minute: number }[]> {
  if (owners.length === 0) return []
  const [from, to] = [fromMinute(question.fromMinute), fromMinute(question.toMinute)]
  const { rows } = await sql<{ owner_id: string; from_minute: number; to_minute: number }>`
    select owner_id, floor(extract(epoch from lower(during)) / 60)::int as from_minute,
      ceil(extract(epoch from upper(during)) / 60)::int as to_minute
    from time_off where org_id = ${scope.orgId} and owner_id = any (${owners.map(({ id }) => id)}::uuid[])
      and during && tstzrange(${from}, ${to}::timestamptz + interval '2 days')`.execute(db)
  return rows
}
