/** What `money` of a booking says: its price as agreed, its invoice and its payments, loaded with the booking. */
export interface BookingMoney {
  /** What the customer pays in all: discounted, with tax. */
  totalMinor: bigint
  discountMinor: bigint
  /** The code that took it off. */
  discountCode: { id: string; code: string } | null
  taxMinor: bigint
  taxBasisPoints: number
  taxInclusive: boolean
  /** Charged and paid that belong to no session, such as what was paid too much. */
  unassigned: { chargedMinor: bigint; paidMinor: bigint }
  /** The invoice that is not void, or null where nothing was sold. */
  invoice: InvoiceOnFile | null
  /** In the order in which they were made. */
  payments: PaymentOnFile[]
}

export interface InvoiceOnFile {
  id: string
  lines: InvoiceLine[]
}

export interface InvoiceLine {
  id: string
  position: number
  kind:
    | 'session'
    | 'discount'
    | 'reschedule_fee'
    | 'cancellation_fee'
    | 'call_out_fee'
    | 'no_show_fee'
    | 'correction'
  sessionId: string | null
  label: string
  /** With tax, as agreed; `payableMinor` is what is still asked for. */
  amountMinor: bigint
  payableMinor: bigint
  taxMinor: bigint
  taxBasisPoints: number
}

export type PaymentState = 'started' | 'pending' | 'succeeded' | 'failed' | 'rejected' | 'expired'

export interface PaymentOnFile {
  id: string
  purpose: 'booking' | 'change' | 'balance' | 'card'
  provider: string
  method: string
  state: PaymentState
  amountMinor: bigint
  capturedMinor: bigint
  /** Promised or paid back. */
  refundedMinor: bigint
  brand: string
  last4: string
  disputed: boolean
}
