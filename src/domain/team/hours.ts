import { now } from '#platform/clock.ts'
import { newId } from '#platform/ids.ts'
import { done, refuse, type Context, type Outcome } from '#platform/context.ts'
import { inTransaction, toJson, violatedConstraint, type Reader } from '#platform/db.ts'
import { authorOf, type Scope } from '#domain/access/scope.ts'
import { insertFact } from '#domain/facts/insert-fact.ts'

/** When one host or resource can be booked. Weekday 1 is Monday; minutes of the local day, 1440 is its end. */
export interface Hours {
  weekly: { weekday: number; fromMinute: number; toMinute: number }[]
  /** A local date that differs from the week; no spans is a day off. */
  overrides: { date: string; spans: { fromMinute: number; toMinute: number }[] }[]
}

/** Replaces the hours of one owner of time. Bookings already made stay. */
export async function saveHours(
  context: Context,
  scope: Scope,
  ownerId: string,
  hours: Hours,
): Promise<Outcome<null, { code: 'unknown_owner' } | { code: 'spans_overlap' }>> {
  try {
    return await inTransaction(context.db, async (tx) => {
      const owner = await tx
        .selectFrom('time_owners')
        .where('org_id', '=', scope.orgId)
        .where('id', '=', ownerId)
        .select('id')
        .forUpdate()
        .executeTakeFirst()
      if (!owner) return refuse({ code: 'unknown_owner' as const })
      const key = { org_id: scope.orgId, owner_id: ownerId }
      await tx
        .deleteFrom('weekly_hours')
        .where('org_id', '=', scope.orgId)
        .where('owner_id', '=', ownerId)
        .execute()
      await tx
        .deleteFrom('date_overrides')
        .where('org_id', '=', scope.orgId)
        .where('owner_id', '=', ownerId)
        .execute()
      const weekly = hours.weekly.map((span) => ({
        ...key,
        weekday: span.weekday,
        from_minute: span.fromMinute,
        to_minute: span.toMinute,
      }))
      if (weekly.length > 0) await tx.insertInto('weekly_hours').values(weekly).execute()
      const overrides = hours.overrides.map((override) => ({
        ...key,
        date: override.date,
        spans: toJson(override.spans),
      }))
      if (overrides.length > 0) await tx.insertInto('date_overrides').values(overrides).execute()
      const at = await now(tx, scope.orgId)
      await insertFact(tx, {
        orgId: scope.orgId,
        kind: 'hours.changed',
        at,
        ...authorOf(scope),
        payload: { owner: ownerId },
      })
      return done(null)
    })
  } catch (error) {
    const constraint = violatedConstraint(error)
    if (constraint?.startsWith('weekly_hours_')) return refuse({ code: 'spans_overlap' })
    throw error
  }
}

/** The hours of one owner, and the time off that is still to come or going on. */
export async function loadHours(
  db: Reader,
  scope: Scope,
  ownerId: string,
): Promise<
  | (Hours & {
      name: string
      zone: string
      timeOff: { id: string; label: string; from: Temporal.Instant; to: Temporal.Instant }[]
    })
  | null
> {
  const owner = await db
    .selectFrom('time_owners')
    .where('org_id', '=', scope.orgId)
    .where('id', '=', ownerId)
    .select(['name', 'zone'])
    .executeTakeFirst()
  if (!owner) return null
  const weekly = await db
    .selectFrom('weekly_hours')
    .where('org_id', '=', scope.orgId)
    .where('owner_id', '=', ownerId)
    .select(['weekday', 'from_minute as fromMinute', 'to_minute as toMinute'])
    .orderBy('weekday')
    .orderBy('from_minute')
    .execute()
  const overrides = await db
    .selectFrom('date_overrides')
    .where('org_id', '=', scope.orgId)
    .where('owner_id', '=', ownerId)
    .select(['date', 'spans'])
    .orderBy('date')
    .execute()
  const timeOff = await db
    .selectFrom('time_off')
    .where('org_id', '=', scope.orgId)
    .where('owner_id', '=', ownerId)
    .select((eb) => [
      'id',
      'label',
      eb.fn<Temporal.Instant>('lower', ['during']).as('from'),
      eb.fn<Temporal.Instant>('upper', ['during']).as('to'),
    ])
    .orderBy('from')
    .execute()
  return { ...owner, weekly, overrides: overrides as unknown as Hours['overrides'], timeOff }
}

/** Takes an owner out of what can be booked, for example a holiday. Bookings already made stay. */
export async function addTimeOff(
  context: Context,
  scope: Scope,
  ownerId: string,
  timeOff: { from: Temporal.Instant; to: Temporal.Instant; label: string },
): Promise<Outcome<{ timeOffId: string }, { code: 'unknown_owner' } | { code: 'ends_before_it_starts' }>> {
  if (Temporal.Instant.compare(timeOff.from, timeOff.to) >= 0)
    return refuse({ code: 'ends_before_it_starts' })
  return inTransaction(context.db, async (tx) => {
    const owner = await tx
      .selectFrom('time_owners')
      .where('org_id', '=', scope.orgId)
      .where('id', '=', ownerId)
      .select('id')
      .executeTakeFirst()
    if (!owner) return refuse({ code: 'unknown_owner' as const })
    const timeOffId = newId()
    const during = `[${timeOff.from.toString()},${timeOff.to.toString()})`
    await tx
      .insertInto('time_off')
      .values({ org_id: scope.orgId, id: timeOffId, owner_id: ownerId, during, label: timeOff.label })
      .execute()
    const at = await now(tx, scope.orgId)
    await insertFact(tx, {
      orgId: scope.orgId,
      kind: 'hours.changed',
      at,
      ...authorOf(scope),
      payload: { owner: ownerId },
    })
    return done({ timeOffId })
  })
}

/** Gives time off back. Removing what is already gone is fine; the answer says whether there was any. */
export async function removeTimeOff(
  context: Context,
  scope: Scope,
  ownerId: string,
  timeOffId: string,
): Promise<boolean> {
  return inTransaction(context.db, async (tx) => {
    const { numDeletedRows } = await tx
      .deleteFrom('time_off')
      .where('org_id', '=', scope.orgId)
      .where('owner_id', '=', ownerId)
      .where('id', '=', timeOffId)
      .executeTakeFirst()
    if (numDeletedRows === 0n) return false
    await insertFact(tx, {
      orgId: scope.orgId,
      kind: 'hours.changed',
      at: await now(tx, scope.orgId),
      ...authorOf(scope),
      payload: { owner: ownerId },
    })
    return true
  })
}
