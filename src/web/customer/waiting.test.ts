import { afterEach, beforeEach, expect, test } from 'vitest'
import { fullWorld, THE_START, type FullWorld } from '../../../test/waiting-world.ts'
import { paths } from '#paths.ts'
import { formOf, wordsOf } from '../../../test/forms.ts'
import { browserOf } from '../../../test/staff-browser.ts'

let world: FullWorld
beforeEach(async () => {
  world = await fullWorld()
})
afterEach(() => world.close())

const JOIN = paths.joinWaitlist('hiring', 'panel', { day: '2026-12-03' })
const page = async (path: string) => (await world.visit(path)).text()
const words = async (path: string) => wordsOf(await page(path))

async function cancelCleo(): Promise<void> {
  const { sessions } = await world.load(world.cleo)
  await world.changeByStaff(world.alva, world.cleo, { cancel: [sessions[0]!.id] })
}

/** Presses a button of a page as a person does: after reading it. */
async function press(path: string, form: string, fields: Record<string, string> = {}): Promise<Response> {
  const html = await page(path)
  const action = new RegExp(
    `<form[^>]*id="${form}"[^>]*action="([^"]+)"|<form[^>]*action="([^"]+)"[^>]*id="${form}"`,
  )
  const [, one, other] = action.exec(html) ?? []
  await world.pass({ seconds: 2 })
  return world.send((one ?? other)!, { ...formOf(html, form), ...fields })
}

const me = { name: 'Dag', email: 'dag@mail.example', span: 'day' }

async function tokenOfMail(to: string): Promise<string> {
  const { waitingToken } = await import('#domain/waitlist/entry.ts')
  const entry = await world.context.db
    .selectFrom('waitlist_entries')
    .where('email', '=', to)
    .select('id')
    .executeTakeFirstOrThrow()
  return waitingToken(world.context.secret, world.orgId, entry.id)
}

test('a full day says so, and leads to the waiting list for that day', async () => {
  const html = await page(paths.times('hiring', 'panel', { day: '2026-12-03' }))
  expect(wordsOf(html)).toContain('Thursday, December 3, 2026 is full')
  expect(wordsOf(html)).toContain('Join the waiting list for Thu, Dec 3')
  expect(html).toContain('/book/hiring/panel/wait?day=2026-12-03')
  // A day on which nobody works is closed, not full.
  const closed = await page(paths.times('hiring', 'panel', { day: '2026-12-04' }))
  expect(wordsOf(closed)).toContain('There are no free times on Friday, December 4, 2026')
  expect(wordsOf(closed)).not.toContain('Join the waiting list for Fri')
  await world.context.db.updateTable('event_types').set({ waitlist: false }).execute()
  expect(await words(paths.times('hiring', 'panel', { day: '2026-12-03' }))).not.toContain('waiting list')
  expect((await world.visit(JOIN)).status).toBe(303)
})

test('days off of the team are not full', async () => {
  const during = '[2026-12-02T00:00:00Z,2026-12-05T00:00:00Z)'
  await world.context.db
    .insertInto('time_off')
    .values({ org_id: world.orgId, id: crypto.randomUUID(), owner_id: world.alva.actor.memberId, during })
    .execute()
  const closed = await words(paths.times('hiring', 'panel', { day: '2026-12-03' }))
  expect(closed).toContain('There are no free times on')
  expect(closed).not.toContain('waiting list for')
})

test('where nothing is free at all, the page says what was looked at and offers the list and the telephone', async () => {
  await world.context.db.updateTable('event_types').set({ horizon_days: 5 }).execute()
  const empty = await words(paths.times('hiring', 'panel'))
  expect(empty).toContain('There are no free times now')
  expect(empty).toContain('Join the waiting list')
  expect(empty).toContain('Call +1 212 555 0100')
  expect(await words(paths.joinWaitlist('hiring', 'panel'))).toContain('Any day until Sun, Dec 6')
})

test('Dag joins, and the page says the same when he joins again, so that a stranger learns nothing', async () => {
  const joined = await press(JOIN, 'wait', me)
  expect([joined.status, joined.headers.get('location')]).toEqual([303, '/book/hiring/panel/wait?joined=1'])
  const again = await press(JOIN, 'wait', { ...me, email: 'DAG@mail.example' })
  expect([again.status, again.headers.get('location')]).toEqual([303, '/book/hiring/panel/wait?joined=1'])
  expect(await words('/book/hiring/panel/wait?joined=1')).toContain('You are on the waiting list')
  expect(await words(paths.waiting(await tokenOfMail('dag@mail.example')))).toContain('You are first in line')
})

// Seen to fail when the age of the form is not looked at.
test('a form with mistakes keeps what was typed, and one that comes back at once is asked for again', async () => {
  const wrong = await press(JOIN, 'wait', { name: '', email: 'dag', span: 'never' })
  expect(wrong.status).toBe(422)
  const html = await wrong.text()
  expect(html).toContain('Three things need your attention')
  expect(html).toContain('value="dag"')
  const fields = formOf(await page(JOIN), 'wait')
  await world.pass({ seconds: -20 })
  const fast = await world.send('/book/hiring/panel/wait', { ...fields, ...me })
  expect(fast.status).toBe(200)
  const once = await fast.text()
  expect(wordsOf(once)).toContain('Check what you wrote, and send it once more')
  expect(await world.context.db.selectFrom('waitlist_entries').selectAll().execute()).toEqual([])
  const sent = await world.send('/book/hiring/panel/wait', { ...formOf(once, 'wait'), ...me })
  expect(sent.status).toBe(303)
  for (const forged of [{}, { key: 'made.up' }, { ...me, key: '', day: 'x', tz: 'Nowhere/City' }])
    expect((await world.send('/book/hiring/panel/wait', forged)).status).toBe(422)
  expect((await world.ask('/book/hiring/panel/wait', { method: 'POST', body: '{}' })).status).toBe(400)
})

test('days with free times are booked, not waited for', async () => {
  const answer = await press(JOIN, 'wait', { ...me, span: 'any' })
  expect(answer.status).toBe(409)
  const html = await answer.text()
  expect(wordsOf(html)).toContain('There are free times now')
  expect(html).toContain('/book/hiring/panel/details?')
  expect(await world.context.db.selectFrom('waitlist_entries').selectAll().execute()).toEqual([])
})

test('a scanner that opens the link a hundred times changes nothing, and one that presses is asked again', async () => {
  const dag = await world.join('Dag')
  await cancelCleo()
  await world.sweep()
  const before = await world.checksum()
  for (let time = 0; time < 100; time += 1) expect((await world.visit(paths.waiting(dag))).status).toBe(200)
  await world.ask(paths.waiting(dag), { method: 'HEAD' })
  for (const act of ['take', 'decline', 'leave'])
    expect((await world.visit(paths.waitingAct(dag, act))).status).toBe(404)
  expect(await world.checksum()).toBe(before)
  const html = await page(paths.waiting(dag))
  await world.pass({ seconds: -20 })
  for (const act of ['take', 'decline', 'leave']) {
    const answer = await world.send(paths.waitingAct(dag, act), formOf(html, act === 'leave' ? 'take' : act))
    expect(wordsOf(await answer.text())).toContain('One more press does it.')
  }
  const offers = await world.context.db.selectFrom('waitlist_offers').select('state').execute()
  expect(offers).toEqual([{ state: 'open' }])
})

test('the offer says what, when, at what price, until when, and what happens otherwise; taking it books it', async () => {
  const dag = await world.join('Dag')
  await cancelCleo()
  await world.sweep()
  const shown = await words(paths.waiting(dag))
  for (const part of [
    'A time is free for you',
    'Yours until 1:0',
    'Panel interview',
    'Thursday 3 December 2026, 7:30pm to 8:00pm',
    'Free',
    'Take it',
    'No thanks, keep me on the list',
    'If you do nothing, it goes to the next in line at 1:0',
  ])
    expect(shown).toContain(part)
  const taken = await press(paths.waiting(dag), 'take')
  expect(taken.status).toBe(303)
  const booked = await words(taken.headers.get('location')!)
  expect(booked).toContain('Booked')
  // The link now leads to the booking, and the same button again to the same page.
  expect((await world.visit(paths.waiting(dag))).headers.get('location')).toMatch(/^\/b\//)
})

test('what the booking form would have asked is asked before the time is taken', async () => {
  await world.context.db
    .updateTable('event_types')
    .set({
      location_kind: 'phone',
      questions: JSON.stringify([{ key: 'size', label: 'Shoe size', kind: 'line', required: true }]) as never,
    })
    .execute()
  const dag = await world.join('Dag')
  await cancelCleo()
  await world.sweep()
  const none = await press(paths.waiting(dag), 'take')
  expect(none.status).toBe(422)
  expect(wordsOf(await none.text())).toContain('Answer \u201CShoe size\u201D.')
  const half = await press(paths.waiting(dag), 'take', { 'q-size': '42' })
  expect([half.status, (await half.text()).includes('value="42"')]).toEqual([422, true])
  const all = await press(paths.waiting(dag), 'take', { 'q-size': '42', phone: '+44 20 7946 0123' })
  expect(all.status).toBe(303)
  const row = await world.context.db
    .selectFrom('bookings')
    .where('customer_name', '=', 'Dag')
    .select(['answers', 'customer_phone'])
    .executeTakeFirstOrThrow()
  expect(row).toEqual({
    answers: [{ key: 'size', label: 'Shoe size', answer: '42' }],
    customer_phone: '+44 20 7946 0123',
  })
})

test('after the end the page says so, keeps the place, and taking it is refused with the same', async () => {
  const dag = await world.join('Dag')
  await cancelCleo()
  await world.sweep()
  const html = await page(paths.waiting(dag))
  await world.pass({ minutes: 61 })
  const late = await world.send(paths.waitingAct(dag, 'take'), formOf(html, 'take'))
  expect(late.status).toBe(409)
  const gone = wordsOf(await late.text())
  expect(gone).toContain('That time is no longer yours')
  expect(gone).toContain('You keep your place: first in line.')
  expect(await words(paths.waiting(dag))).toContain('That time is no longer yours')
})

test('"No thanks" leads back to the line, and leaving out of it', async () => {
  const dag = await world.join('Dag')
  await cancelCleo()
  await world.sweep()
  const declined = await press(paths.waiting(dag), 'decline')
  expect(declined.status).toBe(303)
  expect(await words(declined.headers.get('location')!)).toContain('You are first in line')
  const left = await press(paths.waiting(dag), 'leave')
  expect(left.status).toBe(303)
  expect(await words(paths.waiting(dag))).toContain('You have left the waiting list')
  expect((await world.visit(paths.waiting('unknown'))).status).toBe(404)
  expect((await world.send(paths.waitingAct('unknown', 'take'), {})).status).toBe(404)
})

test('the link of a held offer leads to the offer, not to a page that asks for money', async () => {
  const dag = await world.join('Dag')
  await cancelCleo()
  await world.sweep()
  const { tokenOf } = await import('#domain/waitlist/take-offer.ts')
  const offer = await world.context.db
    .selectFrom('waitlist_offers')
    .select('booking_id')
    .executeTakeFirstOrThrow()
  const token = tokenOf(world.context, await world.load({ bookingId: offer.booking_id }))
  for (const path of [paths.manage(token), paths.pay(token)])
    expect((await world.visit(path)).headers.get('location')).toBe(paths.waiting(dag))
})

test('Dag, who comes the week after, asks for an earlier time from his booking and takes it with one press', async () => {
  const later = await world.bookAgain({
    starts: [THE_START.add({ hours: 7 * 24 })],
    customer: { name: 'Dag', email: 'dag@mail.example', phone: '', zone: 'Europe/London', locale: 'en-GB' },
  })
  const keep = await page(paths.manage(later.token, { do: 'keep' }))
  const href = /href="(\/book\/hiring\/panel\/wait\?booking=[^"]+)"/.exec(keep)![1]!
  expect(await words(href)).toContain(
    'You have Thu 10 Dec, 7:30pm. It stays yours until you take another one.',
  )
  const joined = await press(href, 'wait')
  expect(joined.status).toBe(303)
  const place = joined.headers.get('location')!
  expect(await words(place)).toContain('You are first in line')
  await cancelCleo()
  await world.sweep()
  const shown = await words(place)
  expect(shown).toContain('An earlier time is free for you')
  expect(shown).toContain('From Thursday 10 December 2026, 7:30pm to 8:00pm')
  expect(shown).toContain('Same price')
  const moved = await press(place, 'take')
  expect(moved.status).toBe(303)
  expect(await words(moved.headers.get('location')!)).toContain('Your booking is moved')
  // A guest's link, another booking's and a made-up one open nothing.
  expect((await world.visit(href.replace(later.token, 'made-up'))).status).toBe(404)
})

test('the team sees who waits and what is offered, and may take somebody off; a host may not', async () => {
  await world.join('Dag')
  await world.join('Eve')
  await cancelCleo()
  await world.sweep()
  const alva = await browserOf(world, world.alva)
  const { said } = await alva.get(paths.staffWaitlist())
  for (const part of ['2 people wait for a time.', 'dag@mail.example', 'Thu, Dec 3, 2:30 PM', 'None yet'])
    expect(said).toContain(part)
  const bo = await browserOf(world, world.bo)
  expect((await bo.get(paths.staffWaitlist())).status).toBe(403)
  expect((await world.visit(paths.staffWaitlist())).headers.get('location')).toContain('/staff/sign-in')
  const { id: entry } = await world.context.db
    .selectFrom('waitlist_entries')
    .where('email', '=', 'dag@mail.example')
    .select('id')
    .executeTakeFirstOrThrow()
  expect((await bo.post(paths.staffWaitlist(), { entry })).status).toBe(403)
  expect((await alva.post(paths.staffWaitlist(), { entry })).status).toBe(303)
  expect((await alva.post(paths.staffWaitlist(), { entry: 'nobody' })).status).toBe(409)
  await world.sweep()
  const after = await alva.get(paths.staffWaitlist({ done: 'removed' }))
  expect(after.said).toContain('The person is off the waiting list')
  expect(after.said).not.toContain('dag@mail.example')
  expect(await world.mails('waitlist_offered')).toEqual(['dag@mail.example', 'eve@mail.example'])
})
