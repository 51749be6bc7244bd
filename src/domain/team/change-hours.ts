import { now } from '#platform/clock.ts'
import { done, refuse, type Context, type Outcome } from '#platform/context.ts'
import { inTransaction, toJson, violatedConstraint, type Tx } from '#platform/db.ts'
import { authorOf, type Scope } from '#domain/access/scope.ts'
import { insertFact } from '#domain/facts/insert-fact.ts'
import type { Hours } from './hours.ts'

type Unknown = { code: 'unknown_owner' }

/** Replaces the week of one owner of time and leaves dates that differ from it. Bookings already made stay. */
export async function saveWeek(
  context: Context,
  scope: Scope,
  ownerId: string,
  weekly: Hours['weekly'],
): Promise<Outcome<null, Unknown | { code: 'spans_overlap' }>> {
  try {
    return await changeOwner(context, scope, ownerId, async (tx, key) => {
      await tx
        .deleteFrom('weekly_hours')
        .where('org_id', '=', key.org_id)
        .where('owner_id', '=', key.owner_id)
        .execute()
      const rows = weekly.map((span) => ({
        ...key,
        weekday: span.weekday,
        from_minute: span.fromMinute,
        to_minute: span.toMinute,
      }))
      if (rows.length > 0) await tx.insertInto('weekly_hours').values(rows).execute()
    })
  } catch (error) {
    if (violatedConstraint(error)?.startsWith('weekly_hours_')) return refuse({ code: 'spans_overlap' })
    throw error
  }
}

/** Sets the hours of one local date, replacing what was set for it before; no spans is a day off. */
export async function setDate(
  context: Context,
  scope: Scope,
  ownerId: string,
  override: Hours['overrides'][number],
): Promise<Outcome<null, Unknown>> {
  const spans = toJson(override.spans)
  return changeOwner(context, scope, ownerId, async (tx, key) => {
    await tx
      .insertInto('date_overrides')
      .values({ ...key, date: override.date, spans })
      .onConflict((conflict) => conflict.columns(['org_id', 'owner_id', 'date']).doUpdateSet({ spans }))
      .execute()
  })
}

/** Lets a date follow the week again. Removing what is already gone is fine. */
export async function removeDate(
  context: Context,
  scope: Scope,
  ownerId: string,
  date: string,
): Promise<Outcome<null, Unknown>> {
  return changeOwner(context, scope, ownerId, async (tx, key) => {
    await tx
      .deleteFrom('date_overrides')
      .where('org_id', '=', key.org_id)
      .where('owner_id', '=', key.owner_id)
      .where('date', '=', date)
      .execute()
  })
}

// The owner's row is locked first, so that two people who save at once come one after the other.
async function changeOwner(
  context: Context,
  scope: Scope,
  ownerId: string,
  change: (tx: Tx, key: { org_id: string; owner_id: string }) => Promise<void>,
): Promise<Outcome<null, Unknown>> {
  return inTransaction(context.db, async (tx) => {
    const owner = await tx
      .selectFrom('time_owners')
      .where('org_id', '=', scope.orgId)
      .where('id', '=', ownerId)
      .select('id')
      .forUpdate()
      .executeTakeFirst()
    if (!owner) return refuse({ code: 'unknown_owner' as const })
    await change(tx, { org_id: scope.orgId, owner_id: ownerId })
    await insertFact(tx, {
      orgId: scope.orgId,
      kind: 'hours.changed',
      at: await now(tx, scope.orgId),
      ...authorOf(scope),
      payload: { owner: ownerId },
    })
    return done(null)
  })
}
