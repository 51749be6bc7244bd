import { extractText, getDocumentProxy } from 'unpdf'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { moneyWorld, type HeldBooking, type MoneyWorld } from '../../../../test/money-world.ts'
import { markFailed } from '#domain/bookings/mark-failed.ts'
import { invoicesOfBooking } from '#domain/bookings/invoices.ts'
import { addMember } from '#domain/team/members.ts'
import { paths } from '#paths.ts'
import { signInMember } from '../login-cookie.ts'

let world: MoneyWorld
let alva: { cookie: string }

beforeAll(async () => {
  world = await moneyWorld({ settings: { callOutFeeMinor: 1500n, feeTaxBasisPoints: 2000 } })
  alva = await signIn(world.alva.actor.memberId)
})
afterAll(() => world.close())

async function signIn(memberId: string) {
  return { cookie: `kept_login=${await signInMember(world.context, { orgId: world.orgId, memberId })}` }
}

async function join(name: string, roleKey: string) {
  const email = `${name.toLowerCase()}@harbour.example`
  const person = { name, email, title: '', zone: 'Europe/London', roleKey, password: null }
  const joined = await addMember(world.context, world.scope, person)
  if (!joined.ok) throw new Error(joined.refusal.code)
  return signIn(joined.value.memberId)
}

const invoiceOf = async (booking: HeldBooking) =>
  (await invoicesOfBooking(world.context.reader, world.scope, booking.bookingId)).findLast(
    (paper) => paper.kind === 'invoice',
  )!
const wordsOf = async (answer: Response) =>
  (await answer.text()).replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')

/** A visit for nothing: the session and a fee of £15.00 are asked for. */
async function failedVisit(): Promise<HeldBooking> {
  const booking = await world.buy('venue')
  const [session] = (await world.load(booking)).sessions
  const choices = { reason: 'Nobody there.', fee: { decision: 'accept' as const } }
  await markFailed(world.context, world.alva, booking.bookingId, session!.id, choices)
  return booking
}

test('Alva finds invoices by status, and opens the same paper that Cleo has', async () => {
  const open = await world.buy('venue')
  const paid = await world.buy('full')
  const [openInvoice, paidInvoice] = [await invoiceOf(open), await invoiceOf(paid)]
  const list = await wordsOf(await world.visit(paths.staffInvoices({ status: 'open' }), alva))
  expect(list).toContain(openInvoice.number)
  expect(list).not.toContain(paidInvoice.number)
  const page = await wordsOf(await world.visit(paths.staffInvoice(openInvoice.id), alva))
  for (const said of ['Cleo Martin', 'Total £40.00', 'Still to pay £40.00', 'Open'])
    expect(page).toContain(said)
  const file = await world.visit(paths.staffInvoicePdf(openInvoice.id), alva)
  const hers = await world.visit(paths.invoicePdf(open.token, openInvoice.id))
  const bytes = new Uint8Array(await file.arrayBuffer())
  expect(Buffer.compare(bytes, new Uint8Array(await hers.arrayBuffer()))).toBe(0)
  const { text } = await extractText(await getDocumentProxy(bytes), { mergePages: true })
  expect(text).toContain('£40.00')
})

test('Alva sets the call-out fee by hand: page, tax and balance follow; a slip of the keyboard changes nothing', async () => {
  const booking = await failedVisit()
  const invoice = await invoiceOf(booking)
  const fee = invoice.lines.find((line) => line.kind === 'call_out_fee')!
  const set = (amount: string, line = fee.id) =>
    world.send(paths.staffInvoiceAct(invoice.id, 'fee'), { line, amount }, alva)
  for (const slip of ['', 'ten', '-5', '1.234', '99999999.00']) {
    const refused = await set(slip)
    expect([slip, refused.status]).toEqual([slip, 422])
  }
  expect((await set('5', invoice.lines[0]!.id)).status).toBe(409)
  expect((await set('5', invoice.id)).status).toBe(404)
  expect((await invoiceOf(booking)).balanceMinor).toBe(5500n)
  expect((await set('5.00')).status).toBe(303)
  const page = await wordsOf(await world.visit(paths.staffInvoice(invoice.id), alva))
  expect(page).toContain('£15.00 £5.00')
  expect(page).toContain('Total £45.00')
  expect(page).toContain('Still to pay £45.00')
  expect(await world.faults()).toEqual([])
})

test('Alva voids an unpaid invoice with one press, and learns why a paid one cannot be', async () => {
  const booking = await world.buy('venue')
  const { id } = await invoiceOf(booking)
  expect((await world.send(paths.staffInvoiceAct(id, 'void'), {}, alva)).status).toBe(303)
  const page = await wordsOf(await world.visit(paths.staffInvoice(id), alva))
  expect(page).toContain('Nothing is asked for with this invoice.')
  expect((await world.send(paths.staffInvoiceAct(id, 'void'), {}, alva)).status).toBe(409)
  const paid = await invoiceOf(await world.buy('full'))
  const refused = await world.send(paths.staffInvoiceAct(paid.id, 'void'), {}, alva)
  expect(refused.status).toBe(409)
  expect(await wordsOf(refused)).toContain('Give back £40.00 first.')
})

// Seen to fail when the routes asked for no permission.
test('a host sees no invoice, a dispatcher changes none, and Dag of another business finds none', async () => {
  const booking = await failedVisit()
  const invoice = await invoiceOf(booking)
  const fee = invoice.lines.at(-1)!.id
  const [host, dispatcher] = [await join('Hal', 'host'), await join('Dee', 'dispatcher')]
  for (const path of [
    paths.staffInvoices(),
    paths.staffInvoice(invoice.id),
    paths.staffInvoicePdf(invoice.id),
  ]) {
    expect([path, (await world.visit(path, host)).status]).toEqual([path, 403])
    expect([path, (await world.visit(path, dispatcher)).status]).toEqual([path, 200])
  }
  const acts = [
    [paths.staffInvoiceAct(invoice.id, 'void'), {}],
    [paths.staffInvoiceAct(invoice.id, 'fee'), { line: fee, amount: '0' }],
  ] as const
  for (const [path, fields] of acts) {
    expect((await world.send(path, fields, dispatcher)).status).toBe(403)
    expect((await world.send(path, fields, host)).status).toBe(403)
  }
  const elsewhere = await moneyWorld({ pageSlug: 'elsewhere' })
  try {
    const dag = {
      cookie: `kept_login=${await signInMember(elsewhere.context, { orgId: elsewhere.orgId, memberId: elsewhere.alva.actor.memberId })}`,
    }
    expect((await elsewhere.visit(paths.staffInvoice(invoice.id), dag)).status).toBe(404)
    for (const [path, fields] of acts) expect((await elsewhere.send(path, fields, dag)).status).toBe(404)
  } finally {
    await elsewhere.close()
  }
  expect((await invoiceOf(booking)).status).toBe('open')
})

test('opening the list, an invoice and its file writes nothing', async () => {
  const { id } = await invoiceOf(await world.buy('venue'))
  const before = await world.checksum()
  for (const path of [
    paths.staffInvoices({ status: 'nonsense', after: 'nonsense' }),
    paths.staffInvoice(id),
    paths.staffInvoicePdf(id),
    paths.staffInvoice('nonsense'),
  ])
    await world.visit(path, alva)
  expect(await world.checksum()).toBe(before)
})
