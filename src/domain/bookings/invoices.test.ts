import { afterAll, beforeAll, expect, test } from 'vitest'
import { moneyWorld, type HeldBooking, type MoneyWorld } from '../../../test/money-world.ts'
import { quotingIn } from '../../../test/quoting.ts'
import { scopeOfLink, scopeOfMember, type MemberScope } from '#domain/access/scope.ts'
import { inTransaction } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { INVOICE_STATUSES } from '#domain/money/invoice-status.ts'
import { emptyInvoice } from '#domain/money/papers.ts'
import { addMember } from '#domain/team/members.ts'
import { commitChange } from './commit-change.ts'
import { invoicesOfBooking, listInvoices, loadInvoice, noteViewed, voidInvoice } from './invoices.ts'
import { markFailed } from './mark-failed.ts'
import type { Invoice } from './printed-invoice.ts'
import { aboutOf, balanceOfBooking, partiesOf } from './sale.ts'
import { settleRefund } from './settle-refund.ts'
import { writeRows } from './write-rows.ts'

let world: MoneyWorld
const words = quotingIn(() => world)

beforeAll(async () => {
  world = await moneyWorld({ settings: { invoiceDueDays: 14 } })
})
afterAll(() => world.close())

const papers = (booking: HeldBooking) =>
  invoicesOfBooking(world.context.reader, world.scope, booking.bookingId)
const invoiceOf = async (booking: HeldBooking): Promise<Invoice> =>
  (await papers(booking)).findLast((paper) => paper.kind === 'invoice')!

async function join(name: string, roleKey: string): Promise<MemberScope> {
  const joined = await addMember(world.context, world.scope, {
    name,
    email: `${name.toLowerCase()}@harbour.example`,
    title: '',
    zone: 'Europe/London',
    roleKey,
    password: null,
  })
  if (!joined.ok) throw new Error(joined.refusal.code)
  return (await scopeOfMember(world.context.reader, world.orgId, joined.value.memberId))!
}

async function cancel(booking: HeldBooking, sessions: string[]) {
  const quote = await words.quote(booking.scope, booking, { cancel: sessions })
  const committed = await commitChange(world.context, booking.scope, quote, {})
  expect(committed.ok).toBe(true)
}

test('the invoice says what the ledger says, before and after one of three sessions is canceled', async () => {
  const booking = await world.buy('course')
  const before = await invoiceOf(booking)
  expect(before).toMatchObject({ totalMinor: 10000n, balanceMinor: 0n, status: 'paid', creditNotes: [] })
  expect(before.taxes).toEqual([{ basisPoints: 2000, netMinor: 8333n, taxMinor: 1667n }])
  const [, second] = (await world.load(booking)).sessions
  await cancel(booking, [second!.id])
  const after = await invoiceOf(booking)
  expect(after.lines.map((line) => [line.amountMinor, line.payableMinor])).toEqual([
    [3334n, 3334n],
    [3333n, 0n],
    [3333n, 3333n],
  ])
  expect(after.movements.map(({ kind, minor, state }) => [kind, minor, state])).toEqual([
    ['payment', 10000n, null],
    ['refund', -3333n, 'approved'],
  ])
  expect([after.totalMinor, after.balanceMinor]).toEqual([6667n, 0n])
  expect(after.balanceMinor).toBe(balanceOfBooking(await world.load(booking)))
  const note = (await papers(booking)).find((paper) => paper.kind === 'credit_note')!
  expect(note).toMatchObject({ totalMinor: -3333n, balanceMinor: 0n, status: null, movements: [] })
  expect(note.corrects).toMatchObject({ id: after.id, number: after.number, totalMinor: 6667n })
  expect(after.creditNotes.map(({ id, number }) => [id, number])).toEqual([[note.id, note.number]])
})

test('an invoice is open until Cleo looks at it, overdue after its day, and paid when she paid', async () => {
  const booking = await world.buy('venue')
  const { id } = await invoiceOf(booking)
  const status = async () => (await loadInvoice(world.context.reader, world.alva, id))?.status
  expect(await status()).toBe('open')
  expect(await noteViewed(world.context, booking.scope, id)).toMatchObject({ ok: true })
  const { viewedAt } = await invoiceOf(booking)
  expect(await status()).toBe('viewed')
  await world.pass({ hours: 1 })
  await noteViewed(world.context, booking.scope, id)
  expect((await invoiceOf(booking)).viewedAt!.equals(viewedAt!)).toBe(true)
  await world.pass({ hours: 14 * 24 - 2 })
  expect(await status()).toBe('viewed')
  await world.pass({ hours: 2 })
  expect(await status()).toBe('overdue')
  await world.pay(booking, 'balance')
  expect(await status()).toBe('paid')
})

// Seen to fail when "overdue" in the list left out what was never looked at.
test('the list finds under each status exactly the invoices that have it, and pages through all', async () => {
  await world.buy('venue', { starts: [await later()] })
  await world.pass({ hours: 15 * 24 })
  const voided = await world.buy('venue', { starts: [await later()] })
  await voidInvoice(world.context, world.alva, (await invoiceOf(voided)).id)
  await world.buy('venue', { starts: [await later()] })
  const seen = await world.buy('venue', { starts: [await later()] })
  await noteViewed(world.context, seen.scope, (await invoiceOf(seen)).id)
  const list = (status?: (typeof INVOICE_STATUSES)[number], after?: string | null, take = 100) =>
    listInvoices(world.context.reader, world.alva, { status, after, take })
  const all = (await list()).invoices
  const single = await Promise.all(
    all.map(async ({ id }) => (await loadInvoice(world.context.reader, world.alva, id))!),
  )
  expect(all.map(({ status, balanceMinor, totalMinor }) => [status, balanceMinor, totalMinor])).toEqual(
    single.map(({ status, balanceMinor, totalMinor }) => [status, balanceMinor, totalMinor]),
  )
  for (const status of INVOICE_STATUSES) {
    const found = (await list(status)).invoices.map(({ id }) => id)
    expect(found).toEqual(all.filter((entry) => entry.status === status).map(({ id }) => id))
  }
  expect(new Set(all.map(({ status }) => status))).toEqual(
    new Set(['open', 'viewed', 'overdue', 'paid', 'void']),
  )
  const walked: string[] = []
  for (let after: string | null = null; ;) {
    const page = await list(undefined, after, 2)
    walked.push(...page.invoices.map(({ id }) => id))
    if (!page.next) break
    after = page.next
  }
  expect(walked).toEqual(all.map(({ id }) => id))
})

let laters = 0
/** A free hour on a weekday after the clock, one after the other. */
async function later(): Promise<Temporal.Instant> {
  const taken = laters++
  const today = (await world.now()).toZonedDateTimeISO('Europe/London').toPlainDate()
  const monday = today.add({ days: 8 - today.dayOfWeek })
  const day = Math.floor(taken / 8)
  return monday
    .add({ days: day + 2 * Math.floor(day / 5) })
    .toZonedDateTime({ timeZone: 'Europe/London', plainTime: '09:00' })
    .add({ hours: taken % 8 })
    .toInstant()
}

test('Cleo reads her own papers and nobody else\u2019s; a guest reads none; a member needs to be allowed', async () => {
  const booking = await world.buy('venue', { starts: [await later()] })
  const other = await world.buy('venue', {
    starts: [await later()],
    guests: [{ name: 'Gia', email: 'gia@mail.example' }],
  })
  const { id } = await invoiceOf(other)
  const { reader } = world.context
  expect(await loadInvoice(reader, other.scope, id)).toMatchObject({ id })
  expect(await loadInvoice(reader, booking.scope, id)).toBeNull()
  expect(await invoicesOfBooking(reader, booking.scope, other.bookingId)).toEqual([])
  expect(await noteViewed(world.context, booking.scope, id)).toEqual({
    ok: false,
    refusal: { code: 'unknown_invoice' },
  })
  const guest = (await world.load(other)).guests[0]!
  const gia = (await scopeOfLink(reader, world.guestLink(other, guest.id)))!
  expect(await loadInvoice(reader, gia, id)).toBeNull()
  const ada = await join('Ada', 'accountant')
  expect(await loadInvoice(reader, ada, id)).toMatchObject({ id, buyer: { name: 'Cleo Martin' } })
  const hal = await join('Hal', 'host')
  expect(await loadInvoice(reader, hal, id)).toBeNull()
  expect((await listInvoices(reader, hal, { take: 5 })).invoices).toEqual([])
  const dag = await moneyWorld({ pageSlug: 'elsewhere' })
  try {
    expect(await loadInvoice(reader, dag.alva, id)).toBeNull()
    expect(await voidInvoice(world.context, dag.alva, id)).toMatchObject({
      refusal: { code: 'unknown_invoice' },
    })
  } finally {
    await dag.close()
  }
})

// Seen to fail when voiding left the charge in the ledger.
test('Alva voids an unpaid invoice: it keeps its number and asks for nothing, and a later fee makes a new one', async () => {
  const booking = await world.buy('venue', { starts: [await later()] })
  const first = await invoiceOf(booking)
  const ben = await join('Ben', 'dispatcher')
  expect(await voidInvoice(world.context, ben, first.id)).toEqual({
    ok: false,
    refusal: { code: 'not_permitted' },
  })
  expect(await voidInvoice(world.context, world.alva, first.id)).toMatchObject({ ok: true })
  expect(balanceOfBooking(await world.load(booking))).toBe(0n)
  expect(await invoiceOf(booking)).toMatchObject({
    number: first.number,
    status: 'void',
    totalMinor: 0n,
    balanceMinor: 0n,
  })
  expect(await voidInvoice(world.context, world.alva, first.id)).toMatchObject({
    refusal: { code: 'already_void' },
  })
  const [session] = (await world.load(booking)).sessions
  await markFailed(world.context, world.alva, booking.bookingId, session!.id, {
    reason: 'No water.',
    fee: { decision: 'change', minor: 800n },
  })
  const second = await invoiceOf(booking)
  expect(second.id).not.toBe(first.id)
  expect(second).toMatchObject({ status: 'open', totalMinor: 800n, balanceMinor: 800n })
  expect((await papers(booking)).map((paper) => paper.status)).toEqual(['void', 'open'])
  expect(await world.faults()).toEqual([])
})

// Seen to fail when a refund that had only been approved counted as paid back.
test('a paid invoice cannot be voided until the money is back with Cleo (octopus M16)', async () => {
  const booking = await world.buy('full', { starts: [await later()] })
  const { id } = await invoiceOf(booking)
  const still = { ok: false, refusal: { code: 'still_paid', keptMinor: '4000', currency: 'GBP' } }
  expect(await voidInvoice(world.context, world.alva, id)).toEqual(still)
  await cancel(booking, [(await world.load(booking)).sessions[0]!.id])
  expect(await voidInvoice(world.context, world.alva, id)).toEqual(still)
  const refund = await world.context.reader
    .selectFrom('refunds')
    .where('booking_id', '=', booking.bookingId)
    .select('id')
    .executeTakeFirstOrThrow()
  await settleRefund(world.context, world.payments, world.orgId, refund.id)
  expect(await voidInvoice(world.context, world.alva, id)).toMatchObject({ ok: true })
  expect(await world.faults()).toEqual([])
})

/*
 * Half of them are real bookings, half write a paper by itself, and a quarter of all roll back after taking a number.
 * Seen to fail when the number came from a sequence.
 */
test('64 invoices are issued at once, some of them rolled back: the numbers have no gap and none is used twice', async () => {
  const talks = await inTurn(32, async () => world.reserve('talk', { starts: [await later()] }))
  const before = await numbers()
  const starts = await inTurn(32, later)
  const real = starts.map((start) => world.reserve('venue', { starts: [start] }))
  const alone = talks.map((talk, index) => issueAlone(talk, index % 2 === 0))
  const outcomes = await Promise.allSettled([...real, ...alone])
  expect(outcomes.filter(({ status }) => status === 'rejected').length).toBe(16)
  const after = await numbers()
  expect(after.length - before.length).toBe(48)
  expect(after).toEqual(Array.from({ length: after.length }, (_, index) => index + 1))
  expect(await world.faults()).toEqual([])
})

async function inTurn<T>(count: number, make: () => Promise<T>): Promise<T[]> {
  const made: T[] = []
  for (let index = 0; index < count; index += 1) made.push(await make())
  return made
}

async function issueAlone(talk: HeldBooking, rollsBack: boolean): Promise<void> {
  const booking = await world.load(talk)
  await inTransaction(world.context.db, async (tx) => {
    const { rows } = emptyInvoice(aboutOf(booking), partiesOf(booking))
    await writeRows(world.context, tx, world.orgId, rows, [])
    if (rollsBack) throw new Error(`rolled back ${newId()}`)
  })
}

async function numbers(): Promise<number[]> {
  const rows = await world.context.reader
    .selectFrom('invoices')
    .where('kind', '=', 'invoice')
    .select('number')
    .orderBy('number')
    .execute()
  return rows.map((row) => row.number!)
}
