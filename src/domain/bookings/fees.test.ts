import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { moneyWorld, type HeldBooking, type MoneyWorld } from '../../../test/money-world.ts'
import { quotingIn } from '../../../test/quoting.ts'
import { inTransaction } from '#platform/db.ts'
import { scopeOfMember, type MemberScope } from '#domain/access/scope.ts'
import { saveFinancialSettings, loadFinancialSettings } from '#domain/organizations/financial-settings.ts'
import { addMember } from '#domain/team/members.ts'
import { commitChange } from './commit-change.ts'
import { correctFee, decideFee, listFeeDecisions } from './fees.ts'
import { markFailed, revertFailed } from './mark-failed.ts'
import { markNoShow, revertNoShow } from './mark-no-show.ts'
import { balanceOfBooking } from './sale.ts'

let world: MoneyWorld
/** Bo hosts nothing here and may change everything, but not waive; Dag belongs to no team. */
let bo: MemberScope
const words = quotingIn(() => world)

// The policy has no money rule of its own, so the clinic's late fee decides: £12.00 within a day, after asking.
beforeAll(async () => {
  world = await moneyWorld({
    rules: { cancel: { tiers: [] } },
    settings: {
      cancellationFeeMinor: 1200n,
      cancellationFeeWindowMinutes: 1440,
      customerCancellationFee: 'ask_staff',
      callOutFeeMinor: 1500n,
      noShowFeeMinor: 900n,
      feeTaxBasisPoints: 2000,
      refundSetting: 'automatic',
    },
  })
  bo = await join('Bea', 'dispatcher')
})
afterAll(() => world.close())

async function join(name: string, roleKey: string): Promise<MemberScope> {
  const email = `${name.toLowerCase()}@harbour.example`
  const joined = await addMember(world.context, world.scope, {
    name,
    email,
    title: '',
    zone: 'Europe/London',
    roleKey,
    password: null,
  })
  if (!joined.ok) throw new Error(joined.refusal.code)
  return (await scopeOfMember(world.context.reader, world.orgId, joined.value.memberId))!
}

async function setRefunds(refundSetting: 'none' | 'manual' | 'automatic') {
  const {
    currency: _c,
    provider: _p,
    ...settings
  } = await loadFinancialSettings(world.context.reader, world.scope)
  await saveFinancialSettings(world.context, world.scope, { ...settings, refundSetting })
}

const passUntil = async (booking: HeldBooking, hours: number) => {
  const start = booking.starts[0]!
  const left = Math.ceil((await world.now()).until(start).total('seconds') - hours * 3600)
  if (left > 0) await world.pass({ seconds: left })
}
const sessionOf = async (booking: HeldBooking) => (await world.load(booking)).sessions[0]!
const balance = async (booking: HeldBooking) => balanceOfBooking(await world.load(booking))
const lines = async (booking: HeldBooking) =>
  (await world.load(booking)).money.invoice!.lines.map((line) => [
    line.kind,
    line.amountMinor,
    line.payableMinor,
    line.taxMinor,
  ])
const refunds = (booking: HeldBooking) =>
  world.context.reader
    .selectFrom('refunds')
    .where('booking_id', '=', booking.bookingId)
    .select(['state', 'amount_minor', 'cause', 'requested_by'])
    .orderBy('id')
    .execute()
const factsOf = async (booking: HeldBooking) =>
  (
    await world.context.reader
      .selectFrom('facts')
      .where('booking_id', '=', booking.bookingId)
      .select(['kind', 'payload'])
      .orderBy('id')
      .execute()
  ).map((fact) => fact.kind)

/** Cleo pays £40.00 and cancels an hour before; £12.00 are kept until somebody decides. */
async function canceledLate(): Promise<{ booking: HeldBooking; fee: string }> {
  const booking = await world.buy('full')
  await passUntil(booking, 1)
  const { id } = await sessionOf(booking)
  const quote = await words.quote(booking.scope, booking, { cancel: [id] })
  expect([quote.refundMinor, quote.undecidedMinor]).toEqual(['2800', '1200'])
  const committed = await commitChange(world.context, booking.scope, quote, {})
  expect(committed.ok).toBe(true)
  const [asked] = await listFeeDecisions(world.context.reader, world.alva, {
    bookingId: booking.bookingId,
    open: true,
  })
  expect(asked).toMatchObject({ kind: 'cancellation', decision: 'asked', defaultMinor: 1200n })
  return { booking, fee: asked!.id }
}

test('Alva accepts the fee that waited: it takes exactly what was kept, has its tax, and nothing goes back', async () => {
  const { booking, fee } = await canceledLate()
  expect(await decideFee(world.context, world.alva, fee, { decision: 'accept' })).toEqual({
    ok: true,
    value: { decision: 'accepted', amountMinor: 1200n, refunds: [] },
  })
  expect(await lines(booking)).toEqual([
    ['session', 4000n, 0n, 0n],
    ['cancellation_fee', 1200n, 1200n, 200n],
  ])
  expect(await balance(booking)).toBe(0n)
  expect((await refunds(booking)).map((refund) => refund.amount_minor)).toEqual([2800n])
  expect(await factsOf(booking)).toContain('fee.decided')
  expect(await world.faults()).toEqual([])
})

// Seen to fail when the rest was not promised back.
test('Alva skips it: all that was kept goes back by itself, by the rules and in nobody\u2019s name', async () => {
  const { booking, fee } = await canceledLate()
  const decided = await decideFee(world.context, world.alva, fee, { decision: 'skip' })
  expect(decided).toMatchObject({ ok: true, value: { decision: 'skipped', amountMinor: 0n } })
  expect(await lines(booking)).toEqual([['session', 4000n, 0n, 0n]])
  expect(await refunds(booking)).toEqual([
    { state: 'approved', amount_minor: 2800n, cause: 'policy', requested_by: null },
    { state: 'approved', amount_minor: 1200n, cause: 'policy', requested_by: null },
  ])
  expect(await balance(booking)).toBe(0n)
  const jobs = await world.context.db
    .selectFrom('facts')
    .where('booking_id', '=', booking.bookingId)
    .where('kind', '=', 'refund.approved')
    .select('payload')
    .execute()
  expect(jobs.map(({ payload }) => (payload as { amountMinor: string }).amountMinor)).toEqual(['1200'])
  expect(await world.faults()).toEqual([])
})

test('a smaller fee sends the rest back as the refund setting says: asked for, or left to the team', async () => {
  for (const [setting, states, owed] of [
    ['manual', ['requested'], 0n],
    ['none', [], -700n],
  ] as const) {
    const { booking, fee } = await canceledLate()
    await setRefunds(setting)
    expect(
      await decideFee(world.context, world.alva, fee, { decision: 'change', minor: 500n }),
    ).toMatchObject({
      ok: true,
    })
    await setRefunds('automatic')
    expect((await refunds(booking)).slice(1).map((refund) => refund.state)).toEqual(states)
    expect(await balance(booking)).toBe(owed)
    expect(await world.faults()).toEqual([])
  }
})

test('a larger fee takes what was kept and asks for the rest', async () => {
  const { booking, fee } = await canceledLate()
  await decideFee(world.context, world.alva, fee, { decision: 'change', minor: 1501n })
  expect(await balance(booking)).toBe(301n)
  expect((await refunds(booking)).length).toBe(1)
  expect(await world.faults()).toEqual([])
})

// Seen to fail when only what was paid could be asked about.
test('Cleo, who pays at the clinic, cancels late: nothing is kept, and Alva is asked about the whole fee', async () => {
  const booking = await world.buy('venue')
  await passUntil(booking, 1)
  const quote = await words.quote(booking.scope, booking, { cancel: [(await sessionOf(booking)).id] })
  expect(await commitChange(world.context, booking.scope, quote, {})).toMatchObject({ ok: true })
  const [asked] = await listFeeDecisions(world.context.reader, world.alva, { bookingId: booking.bookingId })
  expect(asked).toMatchObject({ decision: 'asked', defaultMinor: 1200n })
  await decideFee(world.context, world.alva, asked!.id, { decision: 'accept' })
  expect(await balance(booking)).toBe(1200n)
  expect(await world.faults()).toEqual([])
})

test('of a deposit smaller than the fee all is kept, and the rest of the fee is asked for', async () => {
  const booking = await world.buy('deposit')
  await passUntil(booking, 1)
  const quote = await words.quote(booking.scope, booking, { cancel: [(await sessionOf(booking)).id] })
  await commitChange(world.context, booking.scope, quote, {})
  const [asked] = await listFeeDecisions(world.context.reader, world.alva, { bookingId: booking.bookingId })
  expect(asked).toMatchObject({ decision: 'asked', defaultMinor: 1200n })
  await decideFee(world.context, world.alva, asked!.id, { decision: 'change', minor: 300n })
  expect(await balance(booking)).toBe(0n)
  expect((await refunds(booking)).map((refund) => refund.amount_minor)).toEqual([700n])
  expect(await world.faults()).toEqual([])
})

// Seen to fail when the question was read before the lock.
test('two members decide at once: one is heard, the other is told, and one fee is charged', async () => {
  const { booking, fee } = await canceledLate()
  // They all wait for the booking before any of them gets it.
  const outcomes = await inTransaction(world.context.db, async (tx) => {
    await sql`select lock_booking(${world.orgId}, ${booking.bookingId}, '{}'::uuid[])`.execute(tx)
    const deciding = [1, 2, 3, 4].map(() => decideFee(world.context, world.alva, fee, { decision: 'accept' }))
    while ((await waiting()) < 4);
    return { deciding }
  }).then(({ deciding }) => Promise.all(deciding))
  expect(outcomes.filter((outcome) => outcome.ok).length).toBe(1)
  expect(outcomes.filter((outcome) => !outcome.ok && outcome.refusal.code === 'already_decided').length).toBe(
    3,
  )
  expect((await lines(booking)).length).toBe(2)
  expect(await world.faults()).toEqual([])
})

async function waiting(): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`.execute(world.context.reader)
  return rows[0]!.count
}

test('Bea may charge what is set, and needs somebody who may waive for less; nobody charges a fantasy', async () => {
  const { fee } = await canceledLate()
  const decide = (scope: MemberScope, choice: Parameters<typeof decideFee>[3]) =>
    decideFee(world.context, scope, fee, choice)
  const waiver = {
    ok: false,
    refusal: { code: 'fee_not_yours_to_waive', defaultMinor: '1200', currency: 'GBP' },
  }
  expect(await decide(bo, { decision: 'skip' })).toEqual(waiver)
  expect(await decide(bo, { decision: 'change', minor: 1199n })).toEqual(waiver)
  expect(await decide(world.alva, { decision: 'change', minor: -1n })).toMatchObject({
    refusal: { code: 'fee_out_of_range' },
  })
  expect(await decide(world.alva, { decision: 'change', minor: 10n ** 12n })).toMatchObject({
    refusal: { code: 'fee_out_of_range' },
  })
  const ada = await join('Ada', 'accountant')
  expect(await decide(ada, { decision: 'accept' })).toEqual({ ok: false, refusal: { code: 'not_permitted' } })
  const cy = await join('Cyd', 'host')
  expect(await decide(cy, { decision: 'accept' })).toEqual({ ok: false, refusal: { code: 'unknown_fee' } })
  expect(await decide(bo, { decision: 'accept' })).toMatchObject({ ok: true })
})

test('Alva cancels late and lets somebody else decide: the fee is charged on what was paid, nothing moves by itself', async () => {
  const booking = await world.buy('full')
  await passUntil(booking, 1)
  const { id } = await sessionOf(booking)
  await world.changeByStaff(world.alva, booking, { cancel: [id] }, { fee: { decision: 'ask' } })
  const [asked] = await listFeeDecisions(world.context.reader, world.alva, { bookingId: booking.bookingId })
  expect(asked).toMatchObject({ decision: 'asked', defaultMinor: 1200n, customerName: 'Cleo Martin' })
  expect(await balance(booking)).toBe(-4000n)
  await decideFee(world.context, bo, asked!.id, { decision: 'accept' })
  expect(await balance(booking)).toBe(-2800n)
  expect(await refunds(booking)).toEqual([])
  expect(await world.faults()).toEqual([])
})

test('a session that could not be done stays sold, wants a reason, and asks about the call-out fee', async () => {
  const booking = await world.buy('venue')
  const { id } = await sessionOf(booking)
  const fail = (scope: MemberScope, choices: Parameters<typeof markFailed>[4]) =>
    markFailed(world.context, scope, booking.bookingId, id, choices)
  expect(await fail(world.alva, { reason: '  ' })).toEqual({
    ok: false,
    refusal: { code: 'reason_required' },
  })
  expect(await fail(world.alva, { reason: 'x'.repeat(2001) })).toMatchObject({
    refusal: { code: 'reason_too_long' },
  })
  expect(await fail(world.alva, { reason: 'Nobody opened the door.' })).toEqual({
    ok: false,
    refusal: { code: 'fee_undecided', defaultMinor: '1500', currency: 'GBP' },
  })
  expect((await sessionOf(booking)).state).toBe('scheduled')
  expect(await fail(bo, { reason: 'Nobody opened.', fee: { decision: 'skip' } })).toMatchObject({
    refusal: { code: 'fee_not_yours_to_waive' },
  })
  expect(await fail(bo, { reason: 'Nobody opened.', fee: { decision: 'accept' } })).toMatchObject({
    ok: true,
  })
  expect((await sessionOf(booking)).state).toBe('failed')
  expect(await lines(booking)).toEqual([
    ['session', 4000n, 4000n, 667n],
    ['call_out_fee', 1500n, 1500n, 250n],
  ])
  expect(await balance(booking)).toBe(5500n)
  const fact = await world.context.reader
    .selectFrom('facts as f')
    .innerJoin('remarks as r', (on) =>
      on.onRef('r.org_id', '=', 'f.org_id').onRef('r.id', '=', 'f.remark_id'),
    )
    .where('f.booking_id', '=', booking.bookingId)
    .select(['f.kind', 'r.body'])
    .execute()
  expect(fact).toEqual([{ kind: 'session.failed', body: 'Nobody opened.' }])
  expect(await world.faults()).toEqual([])
})

// Seen to fail when taking the mark back left the fee on the invoice.
test('it was done after all: the session is completed and the call-out fee is no longer asked for', async () => {
  const booking = await world.buy('venue')
  const { id } = await sessionOf(booking)
  await markFailed(world.context, world.alva, booking.bookingId, id, {
    reason: 'No key.',
    fee: { decision: 'accept' },
  })
  expect(await revertFailed(world.context, world.alva, booking.bookingId, id)).toMatchObject({ ok: true })
  expect((await sessionOf(booking)).state).toBe('completed')
  expect(await balance(booking)).toBe(4000n)
  expect(await lines(booking)).toEqual([
    ['session', 4000n, 4000n, 667n],
    ['call_out_fee', 1500n, 0n, 0n],
  ])
  expect(await world.faults()).toEqual([])
})

test('a no-show asks about its own fee, and a question that waits is closed when they did come', async () => {
  const booking = await world.buy('full')
  const { id } = await sessionOf(booking)
  const early = await markNoShow(world.context, world.alva, booking.bookingId, id)
  expect(early).toEqual({ ok: false, refusal: { code: 'too_early' } })
  await passUntil(booking, -0.2)
  const mark = (fee?: Parameters<typeof markFailed>[4]['fee']) =>
    markNoShow(world.context, world.alva, booking.bookingId, id, undefined, fee ? { fee } : {})
  expect(await mark()).toEqual({
    ok: false,
    refusal: { code: 'fee_undecided', defaultMinor: '900', currency: 'GBP' },
  })
  expect(await mark({ decision: 'ask' })).toMatchObject({ ok: true })
  expect(await balance(booking)).toBe(0n)
  await revertNoShow(world.context, world.alva, booking.bookingId, id)
  const [asked] = await listFeeDecisions(world.context.reader, world.alva, { bookingId: booking.bookingId })
  expect(asked).toMatchObject({ kind: 'no_show', decision: 'skipped', decidedBy: 'Alva' })
  expect(await mark({ decision: 'change', minor: 333n })).toMatchObject({ ok: true })
  expect(await balance(booking)).toBe(333n)
  expect((await lines(booking)).at(-1)).toEqual(['no_show_fee', 333n, 333n, 56n])
  expect(await world.faults()).toEqual([])
})

test('a free talk is a no-show without any question, and a shown price asks like a paid one', async () => {
  const talk = await world.buy('talk')
  await passUntil(talk, -0.2)
  const shown = await markNoShow(world.context, world.alva, talk.bookingId, (await sessionOf(talk)).id)
  expect(shown).toMatchObject({ refusal: { code: 'fee_undecided' } })
  await world.sell('gift', { paymentMode: 'free', priceMinor: 0n })
  const free = await world.reserve(await typeOf('gift'))
  await passUntil(free, -0.2)
  const marked = await markNoShow(world.context, world.alva, free.bookingId, (await sessionOf(free)).id)
  expect(marked).toMatchObject({ ok: true })
  expect((await world.load(free)).money.invoice).toBeNull()
})

async function typeOf(slug: string): Promise<string> {
  const row = await world.context.reader
    .selectFrom('event_types')
    .where('slug', '=', slug)
    .select('id')
    .executeTakeFirstOrThrow()
  return row.id
}

test('Alva sets a fee to another amount by hand: the line stays, tax and balance follow, a credit note says so', async () => {
  const { booking, fee } = await canceledLate()
  await decideFee(world.context, world.alva, fee, { decision: 'accept' })
  const line = (await world.load(booking)).money.invoice!.lines[1]!
  expect(await correctFee(world.context, bo, line.id, 700n)).toEqual({
    ok: false,
    refusal: { code: 'not_permitted' },
  })
  expect(await correctFee(world.context, world.alva, line.id, 700n)).toMatchObject({
    ok: true,
    value: { fromMinor: 1200n },
  })
  expect((await lines(booking))[1]).toEqual(['cancellation_fee', 1200n, 700n, 117n])
  expect(await balance(booking)).toBe(-500n)
  expect(await correctFee(world.context, world.alva, line.id, 1333n)).toMatchObject({ ok: true })
  expect((await lines(booking))[1]).toEqual(['cancellation_fee', 1200n, 1333n, 222n])
  expect(await balance(booking)).toBe(133n)
  const notes = await world.context.reader
    .selectFrom('invoices as i')
    .innerJoin('invoice_lines as l', 'l.invoice_id', 'i.id')
    .where('i.booking_id', '=', booking.bookingId)
    .where('i.kind', '=', 'credit_note')
    .where('l.kind', '=', 'cancellation_fee')
    .select(['l.amount_minor', 'l.tax_minor'])
    .execute()
  expect(notes).toEqual([{ amount_minor: -500n, tax_minor: -83n }])
  const session = (await world.load(booking)).money.invoice!.lines[0]!
  expect(await correctFee(world.context, world.alva, session.id, 1n)).toEqual({
    ok: false,
    refusal: { code: 'not_a_fee' },
  })
  expect(await correctFee(world.context, world.alva, line.id, -1n)).toMatchObject({
    refusal: { code: 'fee_out_of_range' },
  })
  expect(await world.faults()).toEqual([])
})

test('Dag, the owner of another business, finds no fee and no line of this one', async () => {
  const { booking, fee } = await canceledLate()
  const other = await moneyWorld({ pageSlug: 'elsewhere' })
  try {
    const dag = other.alva
    expect(await decideFee(world.context, dag, fee, { decision: 'skip' })).toEqual({
      ok: false,
      refusal: { code: 'unknown_fee' },
    })
    const line = (await world.load(booking)).money.invoice!.lines[0]!
    expect(await correctFee(world.context, dag, line.id, 0n)).toEqual({
      ok: false,
      refusal: { code: 'unknown_line' },
    })
    expect(await listFeeDecisions(world.context.reader, dag, { open: true })).toEqual([])
  } finally {
    await other.close()
  }
})
