import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Context } from '#platform/context.ts'
import { openDatabase } from '#platform/db.ts'
import { testDatabase, type TestDatabase } from './database.ts'
import { createOrganization } from '#domain/organizations/create-organization.ts'
import { addMember } from '#domain/team/members.ts'
import { saveHours } from '#domain/team/hours.ts'
import { saveEventType } from '#domain/event-types/save-event-type.ts'
import { savePage } from '#domain/event-types/save-page.ts'
import { scopeOfLink, systemScope, type CustomerScope } from '#domain/access/scope.ts'
import { OPEN_RULE } from '#domain/policies/policy.ts'
import { now } from '#platform/clock.ts'
import { loadOffers } from '#domain/event-types/offer.ts'
import { loadQuestions } from '#domain/availability/load-questions.ts'
import { slots } from '#domain/availability/slots.ts'
import { book } from '#domain/bookings/book.ts'
import { quoteChange } from '#domain/bookings/quote-change.ts'
import { commitChange } from '#domain/bookings/commit-change.ts'
import { fromMinute } from '#platform/zones.ts'
import { loadBooking } from '#domain/bookings/load-booking.ts'

let t: TestDatabase
let context: Context
beforeAll(async () => {
  t = await testDatabase()
  context = {
    db: t.db,
    reader: openDatabase(t.url, { readOnly: true, max: 2 }),
    queue: t.queue,
    secret: 'x'.repeat(40),
  }
})
afterAll(async () => {
  await context.reader.destroy()
  await t.drop()
})

test('smoke', async () => {
  const rules = { cancel: { ...OPEN_RULE }, reschedule: OPEN_RULE }
  const org = await createOrganization(context, {
    name: 'Hiring',
    zone: 'America/New_York',
    locale: 'en-US',
    currency: 'USD',
    contactEmail: null,
    contactPhone: null,
    owner: { name: 'Alva', email: 'alva@h.example', password: null },
    policy: { name: 'Default', rules },
  })
  const scope = systemScope(org.orgId)
  const ids = [org.ownerId]
  for (const n of ['Bo', 'Cy']) {
    const m = await addMember(context, scope, {
      name: n,
      email: n + '@h.example',
      title: 'x',
      zone: 'America/New_York',
      roleKey: 'host',
      password: null,
    })
    if (m.ok) ids.push(m.value.memberId)
  }
  for (const id of ids)
    await saveHours(context, scope, id, {
      weekly: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, fromMinute: 540, toMinute: 1020 })),
      overrides: [],
    })
  const et = await saveEventType(context, scope, null, {
    slug: 'panel',
    name: 'Panel',
    description: '',
    hostRule: 'panel',
    durationMinutes: 30,
    sessionCount: 1,
    stepMinutes: 30,
    minimumNoticeMinutes: 0,
    horizonDays: 60,
    bufferBeforeMinutes: 0,
    bufferAfterMinutes: 10,
    dailyCap: null,
    weeklyCap: null,
    locationKind: 'video',
    locationDetail: '',
    priceMinor: 0n,
    paymentMode: 'free',
    policyId: null,
    rescheduleHosts: 'same',
    questions: [],
    active: true,
    seats: [
      { role: 'primary', label: 'Lead', candidates: [ids[0]!] },
      { role: 'additional', label: 'Peer', candidates: [ids[1]!] },
      { role: 'additional', label: 'Peer 2', candidates: [ids[2]!] },
    ],
  })
  expect(et.ok).toBe(true)
  const eventTypeId = et.ok ? et.value.eventTypeId : ''
  const page = await savePage(context, scope, null, {
    slug: 'hiring',
    title: 'Hiring',
    intro: '',
    ownerMemberId: ids[0]!,
    policyId: null,
    eventTypeIds: [eventTypeId],
    stakeholderIds: [],
    active: true,
  })
  const pageId = page.ok ? page.value.pageId : ''
  expect(await loadOffers(context.reader, scope, pageId)).toHaveLength(1)
  const at = await now(context.reader, org.orgId)
  const [q] = await loadQuestions(context.reader, scope, {
    eventTypeIds: [eventTypeId],
    from: at,
    to: at.add({ hours: 96 }),
  })
  const free = slots(q!.question).starts
  expect(free.length).toBeGreaterThan(10)
  const start = fromMinute(free[5]!)
  const input = {
    pageId,
    eventTypeId,
    starts: [start],
    customer: { name: 'Cleo', email: 'cleo@c.example', phone: '', zone: 'Europe/Paris', locale: 'en-GB' },
    guests: [],
    answers: [],
    requestKey: 'k1',
    channel: 'booking_page' as const,
  }
  const t0 = performance.now()
  const booked = await book(context, scope, input)
  console.log('book ms', performance.now() - t0)
  if (!booked.ok) throw new Error(JSON.stringify(booked))
  expect(await book(context, scope, input)).toEqual(booked)
  expect(await book(context, scope, { ...input, requestKey: 'k2' })).toMatchObject({
    ok: false,
    refusal: { code: 'slot_taken' },
  })
  const link = (await scopeOfLink(context.reader, booked.value.token)) as CustomerScope
  const b = (await loadBooking(context.reader, link, booked.value.bookingId))!
  const move = await quoteChange(context.reader, link, {
    bookingId: b.id,
    cancel: [],
    reschedule: [{ session: b.sessions[0]!.id, start: fromMinute(free[6]!) }],
    channel: 'mail_link',
  })
  if (!move.ok) throw new Error(JSON.stringify(move))
  const moved = await commitChange(context, link, move.value, { reason: 'x' })
  expect(moved).toMatchObject({ ok: true })
  expect(await commitChange(context, link, move.value, {})).toEqual(moved)
  const quote = await quoteChange(context.reader, link, {
    bookingId: b.id,
    cancel: [b.sessions[0]!.id],
    reschedule: [],
    channel: 'mail_link',
  })
  if (!quote.ok) throw new Error(JSON.stringify(quote))
  const t1 = performance.now()
  const receipt = await commitChange(context, link, quote.value, { reason: 'ill' })
  console.log('cancel ms', performance.now() - t1)
  expect(receipt.ok).toBe(true)
  const deliveries = await context.reader
    .selectFrom('deliveries')
    .select(['kind', 'channel', 'audience', 'cc_addresses'])
    .execute()
  expect(deliveries.filter((d) => d.kind === 'booking_canceled')).toHaveLength(5)
  console.log(deliveries)
})
