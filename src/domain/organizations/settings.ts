import { sql } from 'kysely'
import { now } from '#platform/clock.ts'
import { done, refuse, type Context, type Outcome } from '#platform/context.ts'
import { inTransaction, type Reader } from '#platform/db.ts'
import { authorOf, type MemberScope, type Scope } from '#domain/access/scope.ts'
import { insertFact } from '#domain/facts/insert-fact.ts'

/** What an organization says of itself and the switches that act live on every booking. */
export interface OrganizationSettings {
  name: string
  zone: string
  locale: string
  currency: string
  contactEmail: string | null
  contactPhone: string | null
  customersMayCancel: boolean
  customersMayReschedule: boolean
  quoteHonouredMinutes: number
  /** How long customers can take a cancellation back, 0 to 60; 0 is never (domain.md §4). */
  undoMinutes: number
}

export async function loadSettings(
  db: Reader,
  scope: Scope,
): Promise<OrganizationSettings & { defaultPolicyId: string; isSample: boolean }> {
  const row = await db
    .selectFrom('organizations')
    .where('id', '=', scope.orgId)
    .selectAll()
    .executeTakeFirstOrThrow()
  return {
    name: row.name,
    zone: row.zone,
    locale: row.locale,
    currency: row.currency,
    contactEmail: row.contact_email,
    contactPhone: row.contact_phone,
    customersMayCancel: row.customers_may_cancel,
    customersMayReschedule: row.customers_may_reschedule,
    quoteHonouredMinutes: row.quote_honoured_minutes,
    undoMinutes: row.undo_minutes,
    defaultPolicyId: row.default_policy_id!,
    isSample: row.is_sample,
  }
}

/** True once a customer has booked: from then on the currency stays, because prices were agreed in it. */
export async function hasBookings(db: Reader, scope: Scope): Promise<boolean> {
  return (
    (await db
      .selectFrom('bookings')
      .where('org_id', '=', scope.orgId)
      .select('id')
      .limit(1)
      .executeTakeFirst()) !== undefined
  )
}

/** Replaces the settings; the fact names the fields that changed. */
export async function saveSettings(
  context: Context,
  scope: MemberScope,
  settings: OrganizationSettings,
): Promise<Outcome<null, { code: 'currency_locked' }>> {
  return inTransaction(context.db, async (tx) => {
    const before = await loadSettings(tx, scope)
    const fields = (Object.keys(settings) as (keyof OrganizationSettings)[]).filter(
      (key) => before[key] !== settings[key],
    )
    if (fields.length === 0) return done(null)
    if (fields.includes('currency')) {
      if (await hasBookings(tx, scope)) return refuse({ code: 'currency_locked' as const })
      await tx
        .updateTable('event_types')
        .set({ currency: settings.currency })
        .where('org_id', '=', scope.orgId)
        .execute()
    }
    await tx
      .updateTable('organizations')
      .set({
        name: settings.name,
        zone: settings.zone,
        locale: settings.locale,
        currency: settings.currency,
        contact_email: settings.contactEmail,
        contact_phone: settings.contactPhone,
        customers_may_cancel: settings.customersMayCancel,
        customers_may_reschedule: settings.customersMayReschedule,
        quote_honoured_minutes: settings.quoteHonouredMinutes,
        undo_minutes: settings.undoMinutes,
      })
      .where('id', '=', scope.orgId)
      .execute()
    const at = await now(tx, scope.orgId)
    await insertFact(tx, {
      orgId: scope.orgId,
      kind: 'organization.changed',
      at,
      ...authorOf(scope),
      payload: { fields },
    })
    return done(null)
  })
}

/** Moves a demonstration world's clock. Nothing but the demonstration and tests calls this. */
export async function moveClock(context: Context, scope: Scope, seconds: number): Promise<void> {
  await sql`update organizations set clock_offset = clock_offset + make_interval(secs => ${seconds}) where id = ${scope.orgId}`.execute(
    context.db,
  )
}
