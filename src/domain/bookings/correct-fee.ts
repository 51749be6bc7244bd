import { joinRows, type Rows } from '#platform/rows.ts'
import type { FactActor, FactPayloads } from '#domain/facts/fact.ts'
import type { InvoiceLine } from '#domain/money/booking-money.ts'
import { correctedFeeLine } from '#domain/money/papers.ts'
import { feeCharged } from '#domain/money/postings.ts'
import { record, type Recorded } from '#domain/reactions/record.ts'
import type { Booking } from './booking.ts'
import { moneyFact } from './capture.ts'
import { surroundings } from './people-concerned.ts'
import { aboutOf, partiesOf } from './sale.ts'

/** Lines whose amount somebody may set by hand. */
export const FEE_LINES: readonly InvoiceLine['kind'][] = [
  'reschedule_fee',
  'cancellation_fee',
  'call_out_fee',
  'no_show_fee',
]

/**
 * A fee set to another amount: the ledger takes the old one back and charges the new one in one transaction, so that
 * the tax of both is exact, and the line keeps what was charged at first and asks for the new amount.
 */
export function correctedRows(
  booking: Booking,
  actor: FactActor,
  line: InvoiceLine,
  minor: bigint,
): { rows: Rows; recorded: Recorded } {
  const about = aboutOf(booking)
  const { sessionId, taxBasisPoints } = line
  const payload: FactPayloads['fee.corrected'] = {
    line: line.id,
    fromMinor: line.payableMinor.toString(),
    toMinor: minor.toString(),
    currency: booking.currency,
  }
  const fees = [
    { sessionId, minor: -line.payableMinor },
    { sessionId, minor },
  ]
  return {
    rows: joinRows(
      feeCharged(about, fees, taxBasisPoints),
      correctedFeeLine(about, partiesOf(booking), booking.money.invoice!, line, minor),
    ),
    recorded: record(
      { ...moneyFact(booking, actor), kind: 'fee.corrected', payload },
      surroundings(booking, []),
    ),
  }
}
