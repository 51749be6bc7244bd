import type { Reader } from '#platform/db.ts'
import type { Scope } from '#domain/access/scope.ts'
import type { Stretch } from './browse-team.ts'
import type { Hours } from './hours.ts'

/** Dates that differ from an owner's week, from the first to the last named date, in their order. */
export async function browseOverrides(
  db: Reader,
  scope: Scope,
  ownerId: string,
  wanted: { from?: string; to?: string; after: string | null; take: number },
): Promise<Hours['overrides']> {
  let query = db
    .selectFrom('date_overrides')
    .where('org_id', '=', scope.orgId)
    .where('owner_id', '=', ownerId)
    .select(['date', 'spans'])
    .orderBy('date')
    .limit(wanted.take)
  if (wanted.from !== undefined) query = query.where('date', '>=', wanted.from)
  if (wanted.to !== undefined) query = query.where('date', '<=', wanted.to)
  if (wanted.after !== null) query = query.where('date', '>', wanted.after)
  return (await query.execute()) as unknown as Hours['overrides']
}

export interface TimeOff {
  id: string
  label: string
  from: Temporal.Instant
  to: Temporal.Instant
}

/** The time off of one owner, past and future, in the order in which it was entered. */
export async function browseTimeOff(
  db: Reader,
  scope: Scope,
  ownerId: string,
  { after, take }: Stretch,
): Promise<TimeOff[]> {
  let query = timeOffOf(db, scope, ownerId).orderBy('id').limit(take)
  if (after !== null) query = query.where('id', '>', after)
  return query.execute()
}

/** One time off of this owner, or null. */
export async function findTimeOff(
  db: Reader,
  scope: Scope,
  ownerId: string,
  timeOffId: string,
): Promise<TimeOff | null> {
  return (await timeOffOf(db, scope, ownerId).where('id', '=', timeOffId).executeTakeFirst()) ?? null
}

function timeOffOf(db: Reader, scope: Scope, ownerId: string) {
  return db
    .selectFrom('time_off')
    .where('org_id', '=', scope.orgId)
    .where('owner_id', '=', ownerId)
    .select((eb) => [
      'id',
      'label',
      eb.fn<Temporal.Instant>('lower', ['during']).as('from'),
      eb.fn<Temporal.Instant>('upper', ['during']).as('to'),
    ])
}
