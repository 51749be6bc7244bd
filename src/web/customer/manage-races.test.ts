import { afterAll, beforeAll, expect, test } from 'vitest'
import { formOf, wordsOf } from '../../../test/forms.ts'
import { makeWorld, type CleosBooking, type World } from '../../../test/world.ts'
import { paths } from '#paths.ts'
import { commitChange } from '#domain/bookings/commit-change.ts'
import { quoteChange } from '#domain/bookings/quote-change.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.close())

async function cancelForm(booking: CleosBooking): Promise<Record<string, string>> {
  return formOf(await (await world.visit(paths.manage(booking.token, { do: 'cancel' }))).text(), 'change')
}

async function refusedFacts(booking: CleosBooking) {
  return world.context.db
    .selectFrom('facts')
    .where('booking_id', '=', booking.bookingId)
    .where('kind', '=', 'policy.refused')
    .select('payload')
    .execute()
}

// Seen to fail when the revision is not compared under the lock: both changes then go through.
test('Cleo cancels while Alva reschedules: one wins, the other is told what the booking is now', async () => {
  for (let round = 0; round < 6; round += 1) {
    const booking = await world.bookAgain()
    const [session] = (await world.load(booking)).sessions
    const start = session!.startsAt.add({ hours: 24 * 14 })
    const fields = await cancelForm(booking)
    await world.pass({ seconds: 2 })
    const quote = await quoteChange(world.context.reader, world.alva, {
      bookingId: booking.bookingId,
      cancel: [],
      reschedule: [{ session: session!.id, start }],
      channel: 'staff_page',
    })
    if (!quote.ok) throw new Error(quote.refusal.code)
    const [cleo, alva] = await Promise.all([
      world.send(paths.commit(booking.token), { ...fields, reason: 'typed by Cleo' }),
      commitChange(world.context, world.alva, quote.value, {}),
    ])
    const after = await world.load(booking)
    expect(after.revision).toBe(2)
    if (alva.ok) {
      expect(cleo.status).toBe(409)
      const html = await cleo.text()
      expect(wordsOf(html)).toContain('This booking was changed while your page was open')
      expect(wordsOf(html)).toContain('Rescheduled')
      expect(html).toContain('typed by Cleo')
      expect(after.sessions[0]!.state).toBe('scheduled')
    } else {
      expect(cleo.status).toBe(303)
      expect(alva.refusal.code).toBe('changed_meanwhile')
      expect(after.sessions[0]!.state).toBe('canceled')
    }
  }
})

test('Cleo confirms a page from before Alva canceled: she is told, and Alva stays the one who did it', async () => {
  const booking = await world.bookAgain()
  const fields = await cancelForm(booking)
  const [session] = (await world.load(booking)).sessions
  await world.changeByStaff(world.alva, booking, { cancel: [session!.id] })
  await world.pass({ seconds: 2 })
  const sent = await world.send(paths.commit(booking.token), fields)
  expect(sent.status).toBe(409)
  const words = wordsOf(await sent.text())
  expect(words).toContain('This booking was changed while your page was open')
  expect(words).toContain('Alva had to cancel. We are sorry.')
})

test('a page that stood open too long changes nothing and asks once more, with what was typed', async () => {
  const booking = await world.bookAgain()
  const fields = await cancelForm(booking)
  await world.pass({ minutes: 11 })
  const before = await world.checksum()
  const sent = await world.send(paths.commit(booking.token), { ...fields, why: 'ill', reason: 'slow typing' })
  expect(sent.status).toBe(409)
  expect(await world.checksum()).toBe(before)
  const html = await sent.text()
  expect(wordsOf(html)).toContain('This page was open for too long')
  expect(html).toContain('slow typing')
  await world.pass({ seconds: 2 })
  const again = await world.send(paths.commit(booking.token), {
    ...formOf(html, 'change'),
    why: 'ill',
    reason: 'slow typing',
  })
  expect(again.status).toBe(303)
})

test('a quote is honoured although the deadline passes between reading and pressing', async () => {
  const late = await makeWorld({ clock: '2026-12-02T19:25:00Z' })
  try {
    const fields = formOf(
      await (await late.visit(paths.manage(late.cleo.token, { do: 'cancel' }))).text(),
      'change',
    )
    await late.pass({ minutes: 8 })
    expect((await late.send(paths.commit(late.cleo.token), fields)).status).toBe(303)
  } finally {
    await late.close()
  }
})

test('too late, the page says since when, by which rule, in whose words, and who can still help', async () => {
  const late = await makeWorld({
    clock: '2026-12-03T12:00:00Z',
    rules: {
      cancel: { blockedMessage: 'Ring us, we are kind.' },
      reschedule: { allowed: { kind: 'any_time' } },
    },
  })
  try {
    const page = await late.visit(paths.manage(late.cleo.token, { do: 'cancel' }))
    expect(page.status).toBe(200)
    const html = await page.text()
    const words = wordsOf(html)
    expect(words).toContain('Cancel too late online')
    expect(words.indexOf('Ring us, we are kind.')).toBeLessThan(
      words.indexOf('Cancelling online closed at 7:30pm on Wed 2 Dec (24 hours before).'),
    )
    expect(words).toContain('Call +1 212 555 0100')
    expect(words).toContain('Move it instead')
    expect(html).not.toContain('aria-disabled')
    expect(html).not.toContain('id="change"')
  } finally {
    await late.close()
  }
})

test('what the policy refuses when the form arrives is written down as an attempt, and nothing else', async () => {
  const booking = await world.bookAgain()
  const fields = await cancelForm(booking)
  await world.pass({ seconds: 2 })
  await world.context.db.updateTable('organizations').set({ customers_may_cancel: false }).execute()
  const sent = await world.send(paths.commit(booking.token), fields)
  await world.context.db.updateTable('organizations').set({ customers_may_cancel: true }).execute()
  expect(sent.status).toBe(409)
  expect(wordsOf(await sent.text())).toContain('Kestrel has paused cancelling online')
  expect((await world.load(booking)).revision).toBe(1)
  expect(await refusedFacts(booking)).toMatchObject([{ payload: { action: 'cancel', code: 'switched_off' } }])
})

test('an organization that honours no quotes asks the policy again at the end', async () => {
  const strict = await makeWorld({ clock: '2026-12-02T19:25:00Z' })
  try {
    await strict.context.db.updateTable('organizations').set({ quote_honoured_minutes: 0 }).execute()
    const fields = formOf(
      await (await strict.visit(paths.manage(strict.cleo.token, { do: 'cancel' }))).text(),
      'change',
    )
    await strict.pass({ minutes: 8 })
    const sent = await strict.send(paths.commit(strict.cleo.token), fields)
    expect(sent.status).toBe(409)
    expect(wordsOf(await sent.text())).toContain('It is too late to cancel online')
    const facts = await strict.context.db
      .selectFrom('facts')
      .where('kind', '=', 'policy.refused')
      .select('payload')
      .execute()
    expect(facts).toMatchObject([{ payload: { code: 'too_late', closedAt: '2026-12-02T19:30:00Z' } }])
  } finally {
    await strict.close()
  }
})

test('never, started, over and not come each say so', async () => {
  const never = await makeWorld({
    rules: { cancel: { allowed: { kind: 'never' } }, reschedule: { allowed: { kind: 'never' } } },
  })
  try {
    const at = async (query: { do?: string }) =>
      wordsOf(await (await never.visit(paths.manage(never.cleo.token, query))).text())
    expect(await at({ do: 'cancel' })).toContain("This booking can't be changed online")
    expect(await at({})).toContain("I'll be there")
    await never.pass({ hours: 55, minutes: 40 })
    expect(await at({ do: 'cancel' })).toContain('The meeting has started')
    await never.pass({ hours: 1 })
    expect(await at({ do: 'cancel' })).toContain('This appointment is over')
  } finally {
    await never.close()
  }
})
