import type { Selectable } from 'kysely'
import type { TestBankPayments } from '../../../../db/schema.ts'
import { processNow } from '#platform/clock.ts'
import type { Database, Reader } from '#platform/db.ts'

/*
 * The test provider's own server: who buys comes to its page, and its books are written in transactions of their own,
 * so they outlive ours. The last two digits of an amount in minor units decide what happens to it.
 */

export type TestPaymentState = 'open' | 'pending' | 'paid' | 'declined' | 'expired'

export interface TestPayment {
  reference: string
  amountMinor: bigint
  currency: string
  state: TestPaymentState
  description: string
  /** Where the buyer goes afterwards. */
  returnUrl: string
  /** True where nothing is paid and only a card is left. */
  cardOnly: boolean
  /** False once the page no longer takes money. */
  takesMoney: boolean
}

/** What the buyer hears when they press the button; no_answer stands for a connection that broke after the booking. */
export type TestAnswer = Exclude<TestPaymentState, 'open'> | 'no_answer'

/** How an amount ends: 13 is declined, 14 stays pending, 15 is booked without an answer, anything else goes well. */
export function fateOf(amountMinor: bigint): 'paid' | 'declined' | 'pending' | 'no_answer' {
  const ending = amountMinor % 100n
  if (ending === 13n) return 'declined'
  if (ending === 14n) return 'pending'
  return ending === 15n ? 'no_answer' : 'paid'
}

/** The state in which the bank books that. */
export function bookedAs(fate: ReturnType<typeof fateOf>): 'paid' | 'declined' | 'pending' {
  return fate === 'no_answer' ? 'paid' : fate
}

/** What the test bank's page shows, or null for a reference it never gave out. */
export async function findTestPayment(db: Reader, reference: string): Promise<TestPayment | null> {
  const row = await db
    .selectFrom('test_bank_payments')
    .selectAll()
    .where('reference', '=', reference)
    .executeTakeFirst()
  return row ? toTestPayment(row) : null
}

/**
 * The buyer presses "Pay". Pressing twice books once; the second answer is what the books say, also where the first
 * one got lost.
 */
export function payTestPayment(db: Database, reference: string): Promise<TestAnswer | null> {
  return answer(db, reference, fateOf)
}

/** The buyer presses "Decline", as if their bank had said no. */
export function declineTestPayment(db: Database, reference: string): Promise<TestAnswer | null> {
  return answer(db, reference, () => 'declined')
}

/** What was pending becomes certain, one way or the other. False where nothing was pending. */
export async function settleTestPayment(
  db: Database,
  reference: string,
  as: 'paid' | 'declined' = 'paid',
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('test_bank_payments')
    .set({ state: as })
    .where('reference', '=', reference)
    .where('state', '=', 'pending')
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Closes the page. What was paid a moment before stays paid. */
export async function expireTestPayment(db: Database, reference: string): Promise<void> {
  await db
    .updateTable('test_bank_payments')
    .set({ state: 'expired' })
    .where('reference', '=', reference)
    .where('state', '=', 'open')
    .execute()
}

async function answer(db: Database, reference: string, decide: typeof fateOf): Promise<TestAnswer | null> {
  const before = await findTestPayment(db, reference)
  if (!before) return null
  const fate = before.takesMoney ? decide(before.amountMinor) : 'expired'
  const state = fate === 'expired' ? fate : bookedAs(fate)
  const { numUpdatedRows } = await db
    .updateTable('test_bank_payments')
    .set({ state })
    .where('reference', '=', reference)
    .where('state', '=', 'open')
    .executeTakeFirst()
  if (numUpdatedRows > 0n) return fate
  const after = await findTestPayment(db, reference)
  return after && after.state !== 'open' ? after.state : null
}

export function toTestPayment(row: Selectable<TestBankPayments>): TestPayment {
  const inTime = row.expires_at === null || Temporal.Instant.compare(processNow(), row.expires_at) < 0
  return {
    reference: row.reference,
    amountMinor: row.amount_minor,
    currency: row.currency,
    state: row.state as TestPaymentState,
    description: row.description,
    returnUrl: row.return_url,
    cardOnly: row.card_only,
    takesMoney: row.state === 'open' && inTime,
  }
}
