import { randomUUID } from 'node:crypto'
import { inTransaction, type Database, type Reader, type Tx } from '#platform/db.ts'
import { bookedAs, fateOf } from './test-bank.ts'

/** A refund in the test bank's books. */
export interface TestRefund {
  reference: string
  key: string
  amountMinor: bigint
  state: 'pending' | 'paid' | 'failed'
}

export interface TestRefundRequest {
  key: string
  paymentReference: string
  amountMinor: bigint
  currency: string
}

/**
 * Books a refund once per key. The bank looks after itself: more than was paid is refused under the payment's lock,
 * so its books can be held against ours. Null for a payment it does not know; `isNew` is false for a repeated key.
 */
export async function bookTestRefund(
  db: Database,
  request: TestRefundRequest,
): Promise<{ refund: TestRefund; isNew: boolean } | null> {
  return inTransaction(db, async (tx) => {
    const payment = await tx
      .selectFrom('test_bank_payments')
      .select(['state', 'amount_minor', 'currency'])
      .where('reference', '=', request.paymentReference)
      .forUpdate()
      .executeTakeFirst()
    if (!payment) return null
    const before = await findTestRefund(tx, request.key)
    if (before) return { refund: before, isNew: false }
    const left = payment.amount_minor - (await givenBack(tx, request.paymentReference))
    const fits = request.amountMinor <= left && request.currency === payment.currency
    const fate = bookedAs(fateOf(request.amountMinor))
    const state = payment.state !== 'paid' || !fits || fate === 'declined' ? 'failed' : fate
    const reference = `tbr_${randomUUID()}`
    await tx
      .insertInto('test_bank_refunds')
      .values({
        reference,
        key: request.key,
        payment_reference: request.paymentReference,
        amount_minor: request.amountMinor,
        state,
      })
      .execute()
    return { refund: { reference, key: request.key, amountMinor: request.amountMinor, state }, isNew: true }
  })
}

/** The refund that was booked under a key. */
export async function findTestRefund(db: Reader, key: string): Promise<TestRefund | null> {
  const row = await db.selectFrom('test_bank_refunds').selectAll().where('key', '=', key).executeTakeFirst()
  return row ? toTestRefund(row) : null
}

/** All refunds of a payment, oldest first. */
export async function testRefundsOf(db: Reader, paymentReference: string): Promise<TestRefund[]> {
  const rows = await db
    .selectFrom('test_bank_refunds')
    .selectAll()
    .where('payment_reference', '=', paymentReference)
    .orderBy('reference')
    .execute()
  return rows.map(toTestRefund)
}

/** A pending refund reaches the buyer. False where none was pending. */
export function settleTestRefund(db: Database, reference: string): Promise<boolean> {
  return moveRefund(db, reference, ['pending'], 'paid')
}

/** A refund comes back, also days after it had gone well: the card is gone, the account is closed. */
export function failTestRefund(db: Database, reference: string): Promise<boolean> {
  return moveRefund(db, reference, ['pending', 'paid'], 'failed')
}

/** A refund that somebody makes in the bank's own console, about which Kept was never asked. */
export async function giveBackInConsole(
  db: Database,
  paymentReference: string,
  amountMinor: bigint,
  currency: string,
): Promise<TestRefund | null> {
  const key = `console-${randomUUID()}`
  const booked = await bookTestRefund(db, { key, paymentReference, amountMinor, currency })
  return booked?.refund ?? null
}

async function givenBack(tx: Tx, paymentReference: string): Promise<bigint> {
  const rows = await tx
    .selectFrom('test_bank_refunds')
    .select('amount_minor')
    .where('payment_reference', '=', paymentReference)
    .where('state', '<>', 'failed')
    .execute()
  return rows.reduce((sum, row) => sum + row.amount_minor, 0n)
}

async function moveRefund(
  db: Database,
  reference: string,
  from: TestRefund['state'][],
  to: TestRefund['state'],
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('test_bank_refunds')
    .set({ state: to })
    .where('reference', '=', reference)
    .where('state', 'in', from)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

function toTestRefund(row: {
  reference: string
  key: string
  amount_minor: bigint
  state: string
}): TestRefund {
  return {
    reference: row.reference,
    key: row.key,
    amountMinor: row.amount_minor,
    state: row.state as TestRefund['state'],
  }
}
