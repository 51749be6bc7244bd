import { sql } from 'kysely'
import { openPaymentProviders } from '#integrations/payments/index.ts'
import { systemScope } from '#domain/access/scope.ts'
import { dropExpiredHolds } from '#domain/bookings/complete-ended.ts'
import { releaseUnpaid } from '#domain/bookings/release-held.ts'
import { loadOffer } from '#domain/event-types/offer.ts'
import { makeWorld, PANEL, type World } from './world.ts'
import type { WorldOptions } from './world-business.ts'
import { expireOffers } from '#domain/waitlist/expire-offers.ts'
import { joinWaitlist, type WaitRequest } from '#domain/waitlist/join-waitlist.ts'
import { offerPlaces } from '#domain/waitlist/offer-places.ts'

/** Thursday 3 December 2026: the one day on which the doctor's one time is, 2:30pm in New York. */
export const THE_START = Temporal.Instant.from('2026-12-03T19:30:00Z')
export const THE_DAY = {
  from: Temporal.Instant.from('2026-12-03T00:00:00Z'),
  to: Temporal.Instant.from('2026-12-04T00:00:00Z'),
}

/** A world whose one event type has exactly one time on Thursday, which Cleo has; people can wait for it. */
export interface FullWorld extends World {
  /** What happens each minute. */
  sweep(): Promise<number>
  /** Somebody joins the line for Thursday; their link. */
  join(name: string, request?: Partial<WaitRequest>): Promise<string>
  /** Mails by kind and address. */
  mails(kind: string): Promise<string[]>
  faults(): Promise<unknown[]>
}

export async function fullWorld(options: WorldOptions = {}): Promise<FullWorld> {
  const world = await makeWorld({
    ...options,
    eventType: { ...PANEL, stepMinutes: 30, waitlist: true, offerMinutes: 60, ...options.eventType },
  })
  await onlyThursday(world, 14 * 60 + 30, 15 * 60)
  return { ...world, ...lineOf(world) }
}

/** The line of one of a world's event types. */
export function lineOf(world: World, eventTypeId = world.eventTypeId) {
  const { context, orgId } = world
  const payments = openPaymentProviders({ db: context.db, publicUrl: world.config.publicUrl })
  let joined = 0
  return {
    async sweep() {
      await releaseUnpaid(context, payments)
      await dropExpiredHolds(context)
      await expireOffers(context)
      return offerPlaces(context)
    },
    async join(name: string, request: Partial<WaitRequest> = {}) {
      const offer = (await loadOffer(context.db, systemScope(orgId), world.pageId, eventTypeId))!
      joined += 1
      const outcome = await joinWaitlist(context, systemScope(orgId), offer, {
        name,
        email: `${name.toLowerCase()}@mail.example`,
        zone: 'Europe/London',
        locale: 'en-GB',
        ...THE_DAY,
        requestKey: `wait ${name} ${joined}`,
        source: '',
        ...request,
      })
      if (!outcome.ok) throw new Error(`${name} could not wait: ${JSON.stringify(outcome.refusal)}`)
      return outcome.value.token
    },
    async mails(kind: string) {
      const rows = await context.db
        .selectFrom('deliveries')
        .where('org_id', '=', orgId)
        .where('kind', '=', kind)
        .where('channel', '=', 'email')
        .select('to_address')
        .orderBy('id')
        .execute()
      return rows.map(({ to_address }) => to_address)
    },
    async faults() {
      return (await sql`select * from ledger_faults(${orgId})`.execute(context.db)).rows
    },
  }
}

/** Everybody works this one span on Thursdays and nothing else. */
export async function onlyThursday(
  { context, orgId }: World,
  fromMinute: number,
  toMinute: number,
): Promise<void> {
  await context.db.deleteFrom('weekly_hours').where('org_id', '=', orgId).execute()
  const owners = await context.db.selectFrom('time_owners').where('org_id', '=', orgId).select('id').execute()
  const hours = { org_id: orgId, weekday: 4, from_minute: fromMinute, to_minute: toMinute }
  await context.db
    .insertInto('weekly_hours')
    .values(owners.map(({ id }) => ({ ...hours, owner_id: id })))
    .execute()
}
