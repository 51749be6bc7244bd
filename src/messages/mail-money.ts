/** Mails about money alone; mails about bookings carry their money as lines. */
export type MoneyMailKind =
  | 'payment_received'
  | 'payment_pending'
  | 'payment_failed'
  | 'late_payment'
  | 'refund_approved'
  | 'refund_paid'
  | 'refund_failed'
  | 'refund_rejected'

export type RefundWay = 'provider' | 'outside' | 'credit'
export type RefundState =
  | 'requested'
  | 'approved'
  | 'processing'
  | 'succeeded'
  | 'failed'
  | 'unknown'
  | 'rejected'

/** Words beside lines about money. */
export const moneyTerms = {
  total: 'Price',
  tax: 'Tax in it',
  discount: 'Discount',
  paid: 'Paid',
  toPay: 'Still to pay',
  fee: 'Fee for moving',
  kept: 'Cancellation fee',
  back: 'Money back',
  credit: 'Credit',
  invoice: 'Invoice',
  amount: 'Amount',
} as const

/** Where the money is that comes back: the state of its row, and nothing that is not booked. */
export function refundWords(
  amount: string,
  { state, way }: { state: RefundState; way: RefundWay },
  business: string,
  waitsUntil = '',
): string {
  // What can still be taken back leaves when it no longer can.
  if (state === 'approved' && waitsUntil) return `${amount}. Approved, and sent after ${waitsUntil}.`
  if (state === 'requested') return `${amount}. Waiting for approval by ${business}.`
  if (state === 'rejected') return `${amount}. ${business} did not approve it.`
  if (state === 'failed') return `${amount}. It could not be sent. ${business} will see to it.`
  if (way === 'outside')
    return state === 'succeeded'
      ? `${amount}. ${business} gave it back.`
      : `${amount}. ${business} gives it back.`
  if (way === 'credit')
    return state === 'succeeded'
      ? `${amount}. It is your credit again.`
      : `${amount}. It becomes your credit again.`
  return {
    approved: `${amount}. Approved, and sent next.`,
    processing: `${amount}. We have asked for it to be sent.`,
    unknown: `${amount}. We have asked for it to be sent.`,
    succeeded: `${amount}. Sent. Most people see it in 5 to 10 working days.`,
  }[state]
}

/** Where the organization gives nothing back by itself. */
export function settledOutside(amount: string, business: string): string {
  return `${amount}. ${business} settles it with you.`
}

export function creditWords(amount: string, until: string | null): string {
  return until ? `${amount} for your next booking, until ${until}` : `${amount} for your next booking`
}

/** Subject and first line of a mail about money. */
export function moneyMailHeading(kind: MoneyMailKind, amount: string): string {
  return {
    payment_received: `We received ${amount}`,
    payment_pending: `Your payment of ${amount} is not certain yet`,
    payment_failed: `Your payment of ${amount} did not arrive`,
    late_payment: `Your payment of ${amount} came too late`,
    refund_approved: `Your refund of ${amount} is approved`,
    refund_paid: `Your refund of ${amount} was sent`,
    refund_failed: `Your refund of ${amount} could not be sent`,
    refund_rejected: `Your refund of ${amount} was not approved`,
  }[kind]
}

/** What happened and what comes next. */
export function moneyMailOpening(
  kind: MoneyMailKind,
  facts: { business: string; way: RefundWay; state: RefundState; paysFor: 'booking' | 'change' | 'other' },
): string[] {
  const { business, way, paysFor } = facts
  switch (kind) {
    case 'payment_received':
      return ['Thank you. The invoice says what was paid and what is left.']
    case 'payment_pending':
      return ['Your bank takes its time. We write as soon as we know.']
    case 'payment_failed':
      return [
        paysFor === 'change' ? 'Nothing was changed.' : 'You can pay another way while your times are kept.',
      ]
    case 'late_payment':
      return [
        {
          change: 'Your booking stands as it is now. This payment changes nothing.',
          booking: 'Your times were no longer kept, so nothing was booked.',
          other: 'There was less left to pay.',
        }[paysFor],
        'All of it goes back the way it came.',
      ]
    case 'refund_approved':
      return [way === 'outside' ? `${business} gives it back to you.` : 'It is sent next.']
    case 'refund_paid':
      if (way === 'outside') return [`${business} gave it back to you.`]
      if (way === 'credit') return ['It is your credit again.']
      return ['Your bank decides the day. Most people see it in 5 to 10 working days.']
    case 'refund_failed':
      return [`The money came back to ${business}. Somebody there looks at it and will write to you.`]
    case 'refund_rejected':
      return [`${business} decided not to give it back. You can answer this mail.`]
  }
}
