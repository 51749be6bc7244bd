import { z } from '@hono/zod-openapi'
import type { PaymentTerms } from '#domain/organizations/payment-terms.ts'

/** Fifteen digits; every one of them is a number that JSON can hold. */
export const HIGHEST_AMOUNT = 999_999_999_999_999

/** Something that somebody who may says in minor units: a refund, a fee, what was paid in cash. Never 0. */
export const amountIn = z
  .number()
  .int()
  .min(1)
  .max(HIGHEST_AMOUNT)
  .openapi({ description: 'Minor units of the currency.', example: 6000 })

/** A percentage or an amount, of which there is always some. */
export const shareIn = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('percent'), percent: z.number().int().min(1).max(100) }),
  z.strictObject({ kind: z.literal('amount'), amount: amountIn }),
])

export const termsSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('full') }),
    z.strictObject({ kind: z.literal('deposit'), amount: shareIn }),
    z.strictObject({ kind: z.literal('card_on_file') }),
    z.strictObject({ kind: z.literal('pay_at_venue') }),
  ])
  .openapi('PaymentTerms', {
    description:
      'When a collected price is paid: `full` or a `deposit` before the time is theirs, nothing but a card that is left, or at the venue.',
  })

export const taxSchema = z
  .strictObject({
    basis_points: z.number().int().min(0).max(10_000).openapi({ description: '2000 is 20 %.' }),
    inclusive: z.boolean().openapi({ description: 'Whether prices are named with the tax in them.' }),
  })
  .openapi('TaxRule')

/** Terms that somebody sent, as they are kept. */
export function readTerms(terms: z.output<typeof termsSchema>): PaymentTerms {
  return terms.kind === 'deposit' ? { kind: terms.kind, amount: readShare(terms.amount) } : terms
}

export function readShare(share: z.output<typeof shareIn>) {
  return share.kind === 'percent' ? share : { kind: share.kind, minor: String(share.amount) }
}

export function showShare(share: { kind: 'percent'; percent: number } | { kind: 'amount'; minor: string }) {
  return share.kind === 'percent' ? share : { kind: share.kind, amount: Number(share.minor) }
}
