import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { leaveWaitlist } from '#domain/waitlist/leave-waitlist.ts'
import { fullWorld, type FullWorld } from '../../test/waiting-world.ts'
import { openPaymentProviders } from '#integrations/payments/index.ts'
import { postman, type Postman } from '../../test/mail-world.ts'
import { openSmtpSink, type SmtpSink } from '../../test/smtp-sink.ts'

let world: FullWorld
let sink: SmtpSink
let worker: Postman
beforeAll(async () => {
  world = await fullWorld()
  sink = await openSmtpSink()
  worker = postman(world, sink.url)
  await worker.deliverAll()
})
beforeEach(() => sink.forget())
afterAll(async () => {
  await worker.close()
  await sink.close()
  await world.close()
})

const kept = (kind: string, to: string) =>
  world.context.reader
    .selectFrom('deliveries')
    .selectAll()
    .where('kind', '=', kind)
    .where('to_address', '=', to)
    .executeTakeFirstOrThrow()

// Seen to fail when the copy was kept unmasked: whoever reads the outbox could take Dag's time.
test('Dag is told that he waits, with a link that opens his place and that the outbox does not have', async () => {
  const token = await world.join('Dag')
  expect(await worker.deliverAll()).toEqual([])
  expect(sink.received.map(({ recipients }) => recipients)).toEqual([['dag@mail.example']])
  const { parsed } = sink.received[0]!
  expect(parsed.subject).toBe('Waiting list: Panel interview, Thu 3 Dec')
  expect(parsed.text).toContain('It is then yours alone for 1 hour.')
  expect(parsed.text).toContain(`/w/${token}`)
  const copy = await kept('waitlist_joined', 'dag@mail.example')
  expect(copy.state).toBe('sent')
  expect(JSON.stringify([copy.body_text, copy.body_html, copy.state_detail])).not.toContain(token)
  expect((await world.visit(`/w/${token}`)).status).toBe(200)
})

test('a free time is mailed with the clock time until which it is his, and to nobody else', async () => {
  const { sessions } = await world.load(world.cleo)
  await world.changeByStaff(world.alva, world.cleo, { cancel: [sessions[0]!.id] })
  await worker.deliverAll()
  sink.forget()
  await world.sweep()
  await worker.deliverAll()
  expect(sink.received.map(({ recipients }) => recipients)).toEqual([['dag@mail.example']])
  const { parsed } = sink.received[0]!
  expect(parsed.subject).toMatch(/^Free for you until 1:0\dpm: Thu 3 Dec, 7:30pm$/)
  expect(parsed.text).toContain('If you do nothing, it goes to the next in line.')
  expect(parsed.text).not.toContain('/b/')
})

test('an offer that is over is not mailed any more, nor a place that was left', async () => {
  await world.pass({ minutes: 61 })
  const eve = await world.join('Eve', { to: Temporal.Instant.from('2026-12-03T19:00:00Z') })
  await leaveWaitlist(
    world.context,
    openPaymentProviders({ db: world.context.db, publicUrl: world.config.publicUrl }),
    eve,
  )
  await worker.deliverAll()
  expect(sink.received).toEqual([])
  const left = await kept('waitlist_joined', 'eve@mail.example')
  expect([left.state, left.state_detail]).toEqual([
    'no_longer_applies',
    'they left the waiting list, or the offer was over',
  ])
})
