import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { holdDelivery } from '#domain/notifications/hold-delivery.ts'
import {
  bookNextDay,
  bookPanel,
  cancelByCustomer,
  changeByCustomer,
  deliveriesOf,
  postman,
  SENDER,
  type Postman,
} from '../../test/mail-world.ts'
import { openSmtpSink, type ReceivedMail, type SmtpSink } from '../../test/smtp-sink.ts'
import { makeWorld, type World } from '../../test/world.ts'

let world: World
let sink: SmtpSink
let worker: Postman

beforeAll(async () => {
  world = await makeWorld()
  sink = await openSmtpSink()
  worker = postman(world, sink.url)
})
beforeEach(async () => {
  await worker.deliverAll()
  sink.forget()
})
afterAll(async () => {
  await worker.close()
  await sink.close()
  await world.close()
})

// Reads the method of every calendar part of a mail, the alternative first.
function methods({ raw }: ReceivedMail): string[] {
  return [...raw.matchAll(/^Content-Type: text\/calendar;.*?method=(\w+)/gms)].map(([, method]) => method!)
}

function calendarOf({ parsed }: ReceivedMail): string {
  return parsed.attachments
    .find(({ contentType }) => contentType === 'application/ics')!
    .content.toString()
    .replaceAll('\r\n ', '')
}

// The oracle of seed article 000. Seen to fail with a mail per additional host, and with the hosts left out of cc.
test.each([1, 2, 5])(
  'Cleo cancels a panel of one and %i more: one mail to her, one to the lead with the others in cc',
  async (additional) => {
    const panel = await bookPanel(world, additional)
    await worker.deliverAll()
    expect(sink.received.map(({ recipients }) => recipients)).toEqual([
      ['cleo@mail.example'],
      ['alva@kestrel.example', ...panel.hosts],
    ])
    sink.forget()

    await cancelByCustomer(world, panel, 'I took another offer.')
    expect(await worker.deliverAll()).toEqual([])
    expect(sink.received.map(({ recipients }) => recipients)).toEqual([
      ['cleo@mail.example'],
      ['alva@kestrel.example', ...panel.hosts],
    ])
    expect(sink.rcptCount()).toBe(1 + 1 + additional)
    const [customer, hosts] = sink.received as [ReceivedMail, ReceivedMail]
    expect([customer, hosts].map(methods)).toEqual([['CANCEL'], ['CANCEL']])
    for (const mail of [customer, hosts])
      expect(calendarOf(mail)).toMatch(/METHOD:CANCEL\r\n[\s\S]*SEQUENCE:1\r\n[\s\S]*STATUS:CANCELLED\r\n/)
    expect(customer.parsed.subject).toBe(
      `Cancelled: Thu 3 Dec, 4:30pm with Alva and ${additional} ${additional === 1 ? 'other' : 'others'}`,
    )
    expect(hosts.parsed.subject).toBe('Canceled: Thu, Dec 3, 11:30 AM with Cleo')
    expect(hosts.parsed.text).toContain('Reason: I took another offer.')
    expect(customer.parsed.text).not.toContain('another offer')
    expect((await deliveriesOf(world, panel)).map(({ state }) => state)).toEqual([
      'sent',
      'sent',
      'sent',
      'sent',
    ])
  },
)

test('a session keeps its UID for life and its SEQUENCE rises with every change', async () => {
  const booking = await bookNextDay(world)
  const { sessions } = await world.load(booking)
  await worker.deliverAll()
  await changeByCustomer(world, booking, {
    reschedule: [{ session: sessions[0]!.id, start: sessions[0]!.startsAt.subtract({ hours: 3 }) }],
  })
  await worker.deliverAll()
  await cancelByCustomer(world, booking)
  await worker.deliverAll()
  const files = sink.received
    .filter(({ recipients }) => recipients.includes('cleo@mail.example'))
    .map(calendarOf)
  const line = (name: string) => files.map((file) => new RegExp(`^${name}:(.*)\\r$`, 'm').exec(file)![1])
  expect(new Set(line('UID'))).toEqual(new Set([sessions[0]!.uid]))
  expect(line('SEQUENCE')).toEqual(['0', '1', '2'])
  expect(line('METHOD')).toEqual(['REQUEST', 'REQUEST', 'CANCEL'])
})

// Seen to fail with the customer's token handed to every audience.
test('Cleo’s link is in her mail alone; guests have their own; hosts sign in; the outbox masks all of them', async () => {
  const booking = await bookNextDay(world, { guests: [{ name: 'Dag', email: 'dag@mail.example' }] })
  const guestToken = world.guestLink(booking, (await world.load(booking)).guests[0]!.id)
  await worker.deliverAll()
  const mailTo = (address: string) => sink.received.find(({ recipients }) => recipients[0] === address)!
  const everything = (mail: ReceivedMail) =>
    [mail.parsed.text, mail.parsed.html, calendarOf(mail), mail.raw].join('\n')
  const [cleo, dag, alva] = ['cleo@mail.example', 'dag@mail.example', 'alva@kestrel.example'].map(mailTo) as [
    ReceivedMail,
    ReceivedMail,
    ReceivedMail,
  ]
  for (const part of [cleo.parsed.text, cleo.parsed.html, calendarOf(cleo)])
    expect(part).toContain(`http://kept.test/b/${booking.token}`)
  expect(calendarOf(cleo)).toContain(`URL;VALUE=URI:http://kept.test/b/${booking.token}`)
  expect(everything(dag)).toContain(guestToken)
  expect(everything(dag)).not.toContain(booking.token)
  for (const token of [booking.token, guestToken]) expect(everything(alva)).not.toContain(token)
  expect(alva.parsed.text).toContain(`http://kept.test/staff/bookings/${booking.bookingId}`)
  for (const row of await deliveriesOf(world, booking)) {
    const kept = [row.subject, row.body_text, row.body_html, row.calendar_file, row.state_detail].join('\n')
    for (const token of [booking.token, guestToken]) expect(kept).not.toContain(token)
    if (row.audience !== 'primary_host') expect(row.body_text).toContain('/b/\u2022\u2022\u2022\u2022')
  }
})

// Seen to fail with an id made anew for every attempt.
test('a busy mail server gets the same mail again, under the same Message-ID', async () => {
  const booking = await bookNextDay(world)
  sink.script(
    { refuse: 'content', code: 451, words: 'come back later' },
    { refuse: 'recipient', code: 450, words: 'too busy' },
  )
  const errors = await worker.deliverAll()
  expect(errors).toHaveLength(2)
  const before = await deliveriesOf(world, booking)
  expect(before.map(({ state, state_detail, attempts }) => [state, state_detail, attempts])).toEqual([
    ['queued', 'will be tried again: 451 come back later', 1],
    ['queued', 'will be tried again: 450 too busy', 1],
  ])
  expect(await worker.deliverAll()).toEqual([])
  const after = await deliveriesOf(world, booking)
  expect(after.map(({ state, attempts }) => [state, attempts])).toEqual([
    ['sent', 2],
    ['sent', 2],
  ])
  expect(after.map(({ message_id }) => message_id)).toEqual(
    after.map(({ id }) => `<${id}@${SENDER.split('@')[1]}>`),
  )
  expect(sink.received.map(({ parsed }) => parsed.messageId)).toEqual(
    after.map(({ message_id }) => message_id),
  )
})

test('a server that takes a mail and hangs up before it says so gets the mail twice, under one Message-ID', async () => {
  const booking = await bookNextDay(world)
  const [first] = await deliveriesOf(world, booking)
  sink.script('drop_before_thanks')
  await expect(worker.deliver(first!.id)).rejects.toThrow()
  await worker.deliver(first!.id)
  expect(sink.received).toHaveLength(2)
  expect(new Set(sink.received.map(({ parsed }) => parsed.messageId))).toEqual(
    new Set([`<${first!.id}@kestrel.example>`]),
  )
  expect((await deliveriesOf(world, booking))[0]!.state).toBe('sent')
})

test('a server that falls silent is given up on when the job’s time is over, and the mail waits for the next try', async () => {
  const booking = await bookNextDay(world)
  const [toCleo] = await deliveriesOf(world, booking)
  sink.script('stall')
  await expect(worker.deliver(toCleo!.id, { signal: AbortSignal.timeout(200) })).rejects.toMatchObject({
    permanent: false,
  })
  expect((await deliveriesOf(world, booking))[0]).toMatchObject({ state: 'queued', attempts: 1 })
  await worker.deliver(toCleo!.id)
  expect((await deliveriesOf(world, booking))[0]).toMatchObject({ state: 'sent', attempts: 2 })
})

test('a recipient who does not exist ends the delivery with the server’s words', async () => {
  const booking = await bookNextDay(world)
  sink.script({ refuse: 'recipient', code: 550, words: 'no such person here' })
  expect(await worker.deliverAll()).toEqual([])
  const [toCleo, toAlva] = await deliveriesOf(world, booking)
  expect(toCleo).toMatchObject({
    state: 'failed',
    state_detail: 'refused: 550 no such person here',
    attempts: 1,
  })
  expect(toCleo!.finished_at).not.toBeNull()
  expect(toAlva!.state).toBe('sent')
  expect(await worker.deliverAll()).toEqual([])
  expect(sink.received).toHaveLength(1)
})

test('a server that quotes the link in its refusal does not bring it into the outbox', async () => {
  const booking = await bookNextDay(world)
  const [toCleo] = await deliveriesOf(world, booking)
  sink.script({
    refuse: 'content',
    code: 554,
    words: `spam: http://kept.test/b/${booking.token} and /staff/reset-password/${'aB1'.repeat(12)}`,
  })
  await worker.deliver(toCleo!.id)
  const [failed] = await deliveriesOf(world, booking)
  expect(failed!.state).toBe('failed')
  expect(failed!.state_detail).not.toContain(booking.token)
  expect(failed!.state_detail).not.toContain('aB1aB1')
})

test('after the last attempt the delivery has failed', async () => {
  const booking = await bookNextDay(world)
  const [toCleo] = await deliveriesOf(world, booking)
  sink.script({ refuse: 'content', code: 451, words: 'come back later' })
  await expect(worker.deliver(toCleo!.id, { attempt: 25, isLastAttempt: true })).rejects.toThrow()
  expect((await deliveriesOf(world, booking))[0]).toMatchObject({
    state: 'failed',
    state_detail: 'given up after 1 attempt: 451 come back later',
  })
})

test('a finished delivery is not sent again by a second job', async () => {
  const booking = await bookNextDay(world)
  const [toCleo] = await deliveriesOf(world, booking)
  await worker.deliver(toCleo!.id)
  await worker.deliver(toCleo!.id)
  expect(sink.received).toHaveLength(1)
})

// Seen to fail without the lock of holdDelivery: both send.
test('two workers with the same delivery: one sends, the other is told to come back', async () => {
  const booking = await bookNextDay(world)
  const [toCleo] = await deliveriesOf(world, booking)
  const results = await Promise.allSettled(Array.from({ length: 4 }, () => worker.deliver(toCleo!.id)))
  expect(results.some(({ status }) => status === 'fulfilled')).toBe(true)
  expect(sink.received).toHaveLength(1)
  await holdDelivery(world.context.db, world.scope, toCleo!.id, async () => {
    await expect(worker.deliver(toCleo!.id)).rejects.toThrow('Another worker')
  })
})
