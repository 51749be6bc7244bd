import { extractText, getDocumentProxy } from 'unpdf'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { settleRefund } from '#domain/bookings/settle-refund.ts'
import { cancelByCustomer, postman, type Postman } from '../../test/mail-world.ts'
import { moneyWorld, type MoneyWorld } from '../../test/money-world.ts'
import { openSmtpSink, type ReceivedMail, type SmtpSink } from '../../test/smtp-sink.ts'

let world: MoneyWorld
let sink: SmtpSink
let worker: Postman

beforeAll(async () => {
  world = await moneyWorld()
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

const toCleo = () => sink.received.filter(({ recipients }) => recipients.includes('cleo@mail.example'))

async function papersIn({ parsed }: ReceivedMail): Promise<{ name: string; text: string }[]> {
  const files = parsed.attachments.filter(({ contentType }) => contentType === 'application/pdf')
  return Promise.all(
    files.map(async ({ filename, content }) => {
      const { text } = await extractText(await getDocumentProxy(new Uint8Array(content)), {
        mergePages: true,
      })
      return { name: filename ?? '', text }
    }),
  )
}

// Seen to fail with the papers left out, and with the invoice sent to the host as well.
test('Cleo pays and gets one mail that says so, with the invoice; the host gets none of the papers', async () => {
  await world.buy('full')
  expect(await worker.deliverAll()).toEqual([])
  const [mail, ...more] = toCleo()
  expect(more).toEqual([])
  expect(mail!.parsed.text).toMatch(/Price: £40\.00[\s\S]*Tax in it: £6\.67[\s\S]*Paid: £40\.00/)
  expect(mail!.parsed.text).not.toContain('Still to pay')
  const papers = await papersIn(mail!)
  expect(papers.map(({ name }) => name)).toEqual([expect.stringMatching(/^INV-\d{4}\.pdf$/)])
  expect(papers[0]!.text).toContain('£40.00')
  const host = sink.received.find(({ recipients }) => recipients.includes('alva@kestrel.example'))!
  expect(await papersIn(host)).toEqual([])
})

test('a deposit is paid, and the mail says what is left', async () => {
  await world.buy('deposit')
  await worker.deliverAll()
  expect(toCleo()[0]!.parsed.text).toMatch(/Paid: £10\.00[\s\S]*Still to pay: £30\.00/)
})

// Seen to fail with "sent" said before the provider was asked.
test('Cleo cancels: the mail says where her refund is, brings the credit note, and another one follows when it was sent', async () => {
  const booking = await world.buy('full')
  await worker.deliverAll()
  sink.forget()
  await cancelByCustomer(world, booking, 'The time no longer works.')
  await worker.deliverAll()
  const [mail] = toCleo()
  expect(mail!.parsed.text).toContain('Money back: £40.00. Approved, and sent next.')
  const papers = await papersIn(mail!)
  expect(papers.map(({ name }) => name)).toEqual([expect.stringMatching(/^CN-\d{4}\.pdf$/)])
  sink.forget()

  const refunds = await world.context.db
    .selectFrom('refunds')
    .where('booking_id', '=', booking.bookingId)
    .select('id')
    .execute()
  for (const { id } of refunds) await settleRefund(world.context, world.payments, world.orgId, id)
  await worker.deliverAll()
  expect(toCleo().map(({ parsed }) => parsed.subject)).toEqual(['Your refund of £40.00 was sent'])
  expect(toCleo()[0]!.parsed.text).toContain('Most people see it in 5 to 10 working days.')
  expect(await world.faults()).toEqual([])
})
