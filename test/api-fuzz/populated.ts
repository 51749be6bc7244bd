import { sql } from 'kysely'
import { newId } from '#platform/ids.ts'
import type { Context } from '#platform/context.ts'
import { createLog } from '#platform/log.ts'
import { createApiKey } from '#domain/access/api-keys.ts'
import { book } from '#domain/bookings/book.ts'
import { saveEventType } from '#domain/event-types/save-event-type.ts'
import { savePolicy } from '#domain/policies/policies.ts'
import { OPEN_RULE } from '#domain/policies/policy.ts'
import { createApp } from '../../src/web/app.ts'
import { makeBusiness } from '../world-business.ts'
import { addAsks } from './populated-asks.ts'
import { addMoney } from './populated-money.ts'
import { FIRST_START, PANEL, type World } from '../world.ts'

export type Business = Awaited<ReturnType<typeof makeBusiness>>

/** The app of a world with another log or limits: everything it says is kept in `lines`. */
export function appOf(
  world: World,
  options: { apiRequestsPerMinute?: number } = {},
): { ask: World['ask']; lines: string[] } {
  const lines: string[] = []
  const app = createApp({
    config: { ...world.config, apiRequestsPerMinute: 1_000_000_000, ...options },
    context: world.context,
    log: createLog('debug', { json: true, write: (line) => void lines.push(line) }),
  })
  return { lines, ask: async (path, init) => app.request(`http://kept.test${path}`, init) }
}

/** A second organization in the same database, with people of its own. */
export function makeNeighbour(context: Context): Promise<Business> {
  return makeBusiness(context, {
    pageSlug: 'heron',
    organization: {
      name: 'Heron',
      owner: { name: 'Dag', email: 'dag@heron.example', password: null, title: 'Head' },
    },
  })
}

/** Adds at least one of everything that has an id: packages, guests, webhooks, keys, time off, policies, money. */
export async function addOneOfEverything(context: Context, business: Business): Promise<void> {
  const { scope, orgId, alva } = business
  const visit = await saveEventType(context, scope, null, {
    ...PANEL,
    slug: 'course',
    name: 'Course',
    sessionCount: 3,
    seats: [{ role: 'primary', label: 'Lead', candidates: [business.bo.actor.memberId] }],
    hostRule: 'one',
  })
  if (!visit.ok) throw new Error(visit.refusal.code)
  await context.db
    .insertInto('booking_page_event_types')
    .values({ org_id: orgId, page_id: business.pageId, event_type_id: visit.value.eventTypeId, position: 1 })
    .execute()
  await savePolicy(context, scope, {
    id: null,
    name: 'Open',
    rules: { cancel: OPEN_RULE, reschedule: OPEN_RULE },
  })
  const owners = { org_id: orgId, created_at: FIRST_START, created_by: alva.actor.memberId }
  for (const url of ['https://hooks.kept.example/one', 'https://hooks.kept.example/two'])
    await context.db
      .insertInto('webhook_endpoints')
      .values({ ...owners, id: newId(), url })
      .execute()
  await createApiKey(context, alva, {
    name: 'Another',
    memberId: alva.actor.memberId,
    scopes: ['slots:read'],
  })
  const room = {
    org_id: orgId,
    id: newId(),
    kind: 'resource',
    name: 'Room 1',
    zone: 'America/New_York',
    active: true,
  }
  await context.db.insertInto('time_owners').values(room).execute()
  for (const owner of [
    business.alva.actor.memberId,
    business.bo.actor.memberId,
    business.cy.actor.memberId,
    room.id,
  ])
    await sql`insert into time_off (org_id, id, owner_id, during, label)
      values (${orgId}, ${newId()}, ${owner}, '[2027-06-01T00:00Z,2027-06-02T00:00Z)', 'Away')`.execute(
      context.db,
    )
  for (let index = 0; index < 6; index += 1) await bookOne(context, business, visit.value.eventTypeId, index)
  await addMoney(context, business)
  await addAsks(context, business)
}

async function bookOne(context: Context, business: Business, courseId: string, index: number): Promise<void> {
  const isCourse = index % 2 === 1
  const start = FIRST_START.add({ hours: 24 * (4 + index), minutes: 30 * (index % 3) })
  const day = start.toZonedDateTimeISO('America/New_York').dayOfWeek
  const weekday = day > 5 ? start.add({ hours: 48 }) : start
  const outcome = await book(context, business.scope, {
    pageId: business.pageId,
    eventTypeId: isCourse ? courseId : business.eventTypeId,
    starts: isCourse ? [0, 168, 336].map((hours) => weekday.add({ hours: hours + 1 })) : [weekday],
    customer: {
      name: `Customer ${index}`,
      email: `customer.${index}@mail.example`,
      phone: '',
      zone: 'Europe/London',
      locale: 'en-GB',
    },
    guests: [{ name: 'Gia', email: `gia.${index}@mail.example` }],
    answers: [],
    requestKey: `one of everything ${index}`,
    channel: 'booking_page',
  })
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusal))
}
