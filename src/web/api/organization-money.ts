import { z } from '@hono/zod-openapi'
import type { Context } from '#platform/context.ts'
import type { Scope } from '#domain/access/scope.ts'
import { representTerms } from '#domain/bookings/represent-booking.ts'
import {
  HIGHEST_BASIS_POINTS,
  loadFinancialSettings,
  LONGEST_FEE_WINDOW_MINUTES,
  LONGEST_INVOICE_PREFIX,
  LONGEST_INVOICE_SELLER,
  LONGEST_INVOICE_THANKS,
  saveFinancialSettings,
  type FinancialSettings,
} from '#domain/organizations/financial-settings.ts'
import { sent } from './sent.ts'
import { amountIn, readTerms, taxSchema, termsSchema } from './terms-schema.ts'
import { optionalLine, optionalText } from './text-schemas.ts'

const fee = (description: string) =>
  amountIn.nullable().openapi({ description: `${description} Minor units of the currency; null is none.` })

const fields = {
  payment_terms: termsSchema.openapi({ description: 'Event types may have terms of their own.' }),
  tax: taxSchema.openapi({ description: 'Event types may have a rate of their own.' }),
  fee_tax_basis_points: z
    .number()
    .int()
    .min(0)
    .max(HIGHEST_BASIS_POINTS)
    .openapi({ description: 'Tax inside every fee; 2000 is 20 %.' }),
  cancellation_fee: fee('For late cancellations under a policy without tiers for cancelling.'),
  cancellation_fee_window_minutes: z
    .number()
    .int()
    .min(1)
    .max(LONGEST_FEE_WINDOW_MINUTES)
    .openapi({ description: 'How long before the start a cancellation begins to be late.' }),
  customer_cancellation_fee: z.enum(['off', 'ask_staff', 'automatic']).openapi({
    description:
      'What happens when customers cancel late: no fee, a fee that a member decides on, or the fee at once. Team members are always asked.',
  }),
  call_out_fee: fee('For sessions that failed after the team had come.'),
  no_show_fee: fee('For sessions to which the customer did not come.'),
  payments_need_approval: z.boolean().openapi({
    description: 'Whether payments that are written down wait until somebody who may approves them.',
  }),
  refund_setting: z.enum(['none', 'manual', 'automatic']).openapi({
    description:
      'What follows when the policy gives money back: nothing, a request that waits for a decision, or the refund itself.',
  }),
  invoice_prefix: optionalLine(LONGEST_INVOICE_PREFIX),
  invoice_due_days: z.number().int().min(0).max(365),
  invoice_seller: optionalText(LONGEST_INVOICE_SELLER).openapi({
    description: "Name and address on invoices; empty is the organization's name.",
  }),
  invoice_thanks: optionalLine(LONGEST_INVOICE_THANKS),
}

/** How an organization is paid. */
export const organizationMoneySchema = z
  .strictObject({
    ...fields,
    provider: z
      .string()
      .nullable()
      .openapi({ description: 'Through which prices are collected online; connected under Settings.' }),
  })
  .openapi('OrganizationMoney')

export const moneyChangeSchema = z.strictObject(fields).partial().openapi('OrganizationMoneyChange', {
  description: 'Needs the permission to edit money. Bookings keep the terms and the tax they were made with.',
})

export function showOrganizationMoney(
  settings: FinancialSettings & { provider: string | null },
): z.input<typeof organizationMoneySchema> {
  const shown = (minor: bigint | null) => (minor === null ? null : Number(minor))
  return {
    payment_terms: representTerms(settings.paymentTerms),
    tax: { basis_points: settings.tax.basisPoints, inclusive: settings.tax.inclusive },
    fee_tax_basis_points: settings.feeTaxBasisPoints,
    cancellation_fee: shown(settings.cancellationFeeMinor),
    cancellation_fee_window_minutes: settings.cancellationFeeWindowMinutes,
    customer_cancellation_fee: settings.customerCancellationFee,
    call_out_fee: shown(settings.callOutFeeMinor),
    no_show_fee: shown(settings.noShowFeeMinor),
    payments_need_approval: settings.paymentsNeedApproval,
    refund_setting: settings.refundSetting,
    invoice_prefix: settings.invoicePrefix,
    invoice_due_days: settings.invoiceDueDays,
    invoice_seller: settings.invoiceSeller,
    invoice_thanks: settings.invoiceThanks,
    provider: settings.provider,
  }
}

/** Saves the settings that were sent; the others stay as they are. */
export async function saveOrganizationMoney(
  context: Context,
  scope: Scope,
  change: z.output<typeof moneyChangeSchema>,
): Promise<void> {
  const {
    currency: _currency,
    provider: _provider,
    ...stored
  } = await loadFinancialSettings(context.db, scope)
  await saveFinancialSettings(context, scope, { ...stored, ...settingsIn(change) })
}

function settingsIn(change: z.output<typeof moneyChangeSchema>): Partial<FinancialSettings> {
  const minor = (amount: number | null | undefined) =>
    amount ? BigInt(amount) : (amount as null | undefined)
  return sent({
    paymentTerms: change.payment_terms && readTerms(change.payment_terms),
    tax: change.tax && { basisPoints: change.tax.basis_points, inclusive: change.tax.inclusive },
    feeTaxBasisPoints: change.fee_tax_basis_points,
    cancellationFeeMinor: minor(change.cancellation_fee),
    cancellationFeeWindowMinutes: change.cancellation_fee_window_minutes,
    customerCancellationFee: change.customer_cancellation_fee,
    callOutFeeMinor: minor(change.call_out_fee),
    noShowFeeMinor: minor(change.no_show_fee),
    paymentsNeedApproval: change.payments_need_approval,
    refundSetting: change.refund_setting,
    invoicePrefix: change.invoice_prefix,
    invoiceDueDays: change.invoice_due_days,
    invoiceSeller: change.invoice_seller,
    invoiceThanks: change.invoice_thanks,
  })
}
