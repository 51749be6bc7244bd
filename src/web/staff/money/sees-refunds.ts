/** Who sees the queue; whoever sees no payments but may ask for refunds sees those of their own bookings. */
export const SEES_REFUNDS = ['payment.view', 'refund.approve', 'refund.request'] as const
