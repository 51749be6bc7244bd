import { z } from 'zod'

const amount = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('percent'), percent: z.number().int().min(1).max(100) }),
  z.strictObject({ kind: z.literal('amount'), minor: z.string().regex(/^\d{1,15}$/) }),
])

/** The shape of `payment_terms` of organizations, event types and bookings. */
export const paymentTerms = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('full') }),
  z.strictObject({ kind: z.literal('deposit'), amount }),
  z.strictObject({ kind: z.literal('card_on_file') }),
  z.strictObject({ kind: z.literal('pay_at_venue') }),
])

/**
 * When a collected price is paid: all of it or a deposit before the time is the customer's, nothing but a card left
 * with the provider, or nothing before they come (octopus O101). An event type's terms come before the organization's
 * (O102); where no online provider is connected, everything is paid at the venue.
 */
export type PaymentTerms = z.infer<typeof paymentTerms>

/** Rate in basis points (2000 is 20 %), and whether prices are named with the tax in them. */
export interface TaxRule {
  basisPoints: number
  inclusive: boolean
}
