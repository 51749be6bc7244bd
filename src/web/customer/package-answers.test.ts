import { afterAll, beforeAll, expect, test } from 'vitest'
import { payTestPayment } from '#integrations/payments/fake/test-bank.ts'
import { paths } from '#paths.ts'
import { formOf, wordsOf } from '../../../test/forms.ts'
import { moneyWorld, type HeldBooking, type MoneyWorld } from '../../../test/money-world.ts'

/* Questions that became required after Cleo booked are asked when she moves, and nothing else of the form is. */
let world: MoneyWorld
beforeAll(async () => {
  world = await moneyWorld()
  await world.sell('pair', { sessionCount: 2, name: 'Course of 2', priceMinor: 8000n })
})
afterAll(() => world.close())

const QUESTIONS = [
  { key: 'aim', label: 'What do you want to reach?', kind: 'text', required: true },
  { key: 'shoe', label: 'Shoe size', kind: 'line', required: false },
]

async function booked(sold: string, ...starts: string[]): Promise<{ booking: HeldBooking; ids: string[] }> {
  const { id } = await world.context.db
    .selectFrom('event_types')
    .where('slug', '=', sold)
    .select('id')
    .executeTakeFirstOrThrow()
  await ask(id, [])
  const times = starts.map((start) => Temporal.Instant.from(start))
  const booking = await world.buy(id, { starts: times, requestKey: `${sold} ${starts[0]}` })
  await ask(id, QUESTIONS)
  return { booking, ids: (await world.load(booking)).sessions.map((session) => session.id) }
}

const ask = (id: string, questions: unknown[]) =>
  world.context.db
    .updateTable('event_types')
    .set({ questions: JSON.stringify(questions) })
    .where('id', '=', id)
    .execute()
const check = (booking: HeldBooking, moves: [string, string][]) =>
  `${paths.moveCheck(booking.token)}?${new URLSearchParams(
    moves.flatMap(([session, start]) => [
      ['session', session],
      ['start', start],
    ]),
  )}`
const read = async (path: string) => (await world.visit(path)).text()

// Seen to fail when the answers were not handed to the change: the engine then refuses it.
test('the missing answer is asked alone, asked again when it is empty, and kept with the booking', async () => {
  const { booking, ids } = await booked('pair', '2026-12-08T10:00:00Z', '2026-12-09T10:00:00Z')
  const html = await read(
    check(booking, [
      [ids[0]!, '2026-12-08T12:00:00Z'],
      [ids[1]!, '2026-12-09T12:00:00Z'],
    ]),
  )
  expect(wordsOf(html)).toContain('One more thing')
  expect(wordsOf(html)).toContain('What do you want to reach?')
  expect(wordsOf(html)).not.toContain('Shoe size')
  expect(wordsOf(html)).not.toContain('E-mail')
  await world.pass({ seconds: 2 })
  const before = await world.checksum()
  const form = formOf(html, 'change')
  const empty = await world.send(paths.commit(booking.token), { ...form, 'q-aim': '  ', reason: 'I am ill' })
  expect(empty.status).toBe(422)
  expect(await world.checksum()).toBe(before)
  const again = await empty.text()
  expect(wordsOf(again)).toContain('Answer “What do you want to reach?”.')
  expect(again).toContain('href="#f-q-aim"')
  expect(again).toContain('I am ill')
  const sent = await world.send(paths.commit(booking.token), {
    ...formOf(again, 'change'),
    'q-aim': 'To run again',
  })
  expect(sent.status).toBe(303)
  expect((await world.load(booking)).answers).toEqual([
    { key: 'aim', label: 'What do you want to reach?', answer: 'To run again' },
  ])
  const next = await read(check(booking, [[ids[0]!, '2026-12-08T14:00:00Z']]))
  expect(wordsOf(next)).not.toContain('One more thing')
})

test('a form that comes back at once asks once more, and takes the answer along', async () => {
  const { booking, ids } = await booked('full', '2026-12-10T10:00:00Z')
  const html = await read(check(booking, [[ids[0]!, '2026-12-10T12:00:00Z']]))
  const young = await world.send(paths.commit(booking.token), {
    ...formOf(html, 'change'),
    'q-aim': 'To <b>run</b>',
  })
  expect(wordsOf(await young.clone().text())).toContain('Check: move this booking?')
  expect(await young.text()).toContain('name="q-aim" value="To &lt;b&gt;run&lt;/b&gt;"')
})

test('the answer waits with the fee: it is kept when the move is paid', async () => {
  const { booking, ids } = await booked('full', '2026-12-02T11:00:00Z')
  await world.pass({ hours: 2 })
  const html = await read(check(booking, [[ids[0]!, '2026-12-03T11:00:00Z']]))
  await world.pass({ seconds: 2 })
  const sent = await world.send(paths.commit(booking.token), {
    ...formOf(html, 'change'),
    'q-aim': 'To swim',
  })
  const bank = sent.headers.get('location')!
  expect(bank).toContain('/test-bank/')
  expect((await world.load(booking)).answers).toEqual([])
  await payTestPayment(world.context.db, bank.split('/').at(-1)!)
  const payment = (await world.load(booking)).money.payments.find(({ state }) => state === 'started')
  await world.send(paths.paid(booking.token, payment!.id), {})
  const after = await world.load(booking)
  expect(after.sessions[0]!.startsAt.toString()).toBe('2026-12-03T11:00:00Z')
  expect(after.answers.map(({ answer }) => answer)).toEqual(['To swim'])
  expect(await world.faults()).toEqual([])
})

test('where the team decides, the new times are asked for, and nothing is moved or paid', async () => {
  const { booking, ids } = await booked('pair', '2026-12-14T10:00:00Z', '2026-12-15T10:00:00Z')
  await world.context.db
    .updateTable('bookings')
    .set({ needs_approval: true })
    .where('id', '=', booking.bookingId)
    .execute()
  const html = await read(
    check(booking, [
      [ids[0]!, '2026-12-14T12:00:00Z'],
      [ids[1]!, '2026-12-15T12:00:00Z'],
    ]),
  )
  expect(html).toContain(`action="${paths.ask(booking.token)}"`)
  expect(wordsOf(html)).toContain('Ask for the new times')
  expect(wordsOf(html)).not.toContain('To pay now')
})
