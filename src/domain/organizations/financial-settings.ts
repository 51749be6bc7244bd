import { now } from '#platform/clock.ts'
import { done, type Context, type Outcome } from '#platform/context.ts'
import { inTransaction, toJson, type Reader } from '#platform/db.ts'
import { authorOf, type Scope } from '#domain/access/scope.ts'
import { insertFact } from '#domain/facts/insert-fact.ts'
import type { OrganizationMoney } from './money-settings.ts'
import { paymentTerms, type PaymentTerms, type TaxRule } from './payment-terms.ts'

export const LONGEST_INVOICE_PREFIX = 10
export const LONGEST_INVOICE_SELLER = 500
export const LONGEST_INVOICE_THANKS = 150
export const LONGEST_FEE_WINDOW_MINUTES = 525_600
export const HIGHEST_BASIS_POINTS = 10_000

/**
 * Everything an organization decides about money once for all it sells (octopus O64–O67, O101, D19). Amounts are
 * minor units of its currency, rates are basis points (2000 is 20 %). Event types may have terms and tax of their own.
 */
export interface FinancialSettings {
  paymentTerms: PaymentTerms
  tax: TaxRule
  /** Tax inside every fee. */
  feeTaxBasisPoints: number
  /** For late cancellations under a policy without a money rule of its own; null is no fee. */
  cancellationFeeMinor: bigint | null
  /** How long before the start a cancellation begins to be late. */
  cancellationFeeWindowMinutes: number
  /** What happens when customers cancel late themselves; team members are always asked. */
  customerCancellationFee: 'off' | 'ask_staff' | 'automatic'
  /** For sessions that failed after the team had come; null is no fee. */
  callOutFeeMinor: bigint | null
  noShowFeeMinor: bigint | null
  /** True lets payments that are written down by hand wait for somebody who may approve them. */
  paymentsNeedApproval: boolean
  /** What follows when the policy gives money back: nothing, a request that waits for a decision, or the refund itself. */
  refundSetting: 'none' | 'manual' | 'automatic'
  invoicePrefix: string
  invoiceDueDays: number
  /** Name and address on invoices; empty is the organization's name. */
  invoiceSeller: string
  invoiceThanks: string
}

/** The financial settings, the currency in which their amounts are, and the online provider that collects, if any. */
export async function loadFinancialSettings(
  db: Reader,
  scope: Scope,
): Promise<FinancialSettings & { currency: string; provider: string | null }> {
  const row = await db
    .selectFrom('organizations')
    .where('id', '=', scope.orgId)
    .select(['currency', 'payment_terms', 'tax_basis_points', 'tax_inclusive', 'fee_tax_basis_points'])
    .select(['cancellation_fee_minor', 'cancellation_fee_window_minutes', 'customer_cancellation_fee'])
    .select(['call_out_fee_minor', 'no_show_fee_minor', 'payments_need_approval', 'refund_setting'])
    .select(['invoice_prefix', 'invoice_due_days', 'invoice_seller', 'invoice_thanks'])
    .select((eb) =>
      eb
        .selectFrom('payment_accounts as pa')
        .whereRef('pa.org_id', '=', 'organizations.id')
        .where('pa.active', '=', true)
        .select('pa.provider')
        .as('provider'),
    )
    .executeTakeFirstOrThrow()
  return {
    currency: row.currency,
    provider: row.provider,
    paymentTerms: paymentTerms.parse(row.payment_terms),
    tax: { basisPoints: row.tax_basis_points, inclusive: row.tax_inclusive },
    feeTaxBasisPoints: row.fee_tax_basis_points,
    cancellationFeeMinor: row.cancellation_fee_minor,
    cancellationFeeWindowMinutes: row.cancellation_fee_window_minutes,
    customerCancellationFee: row.customer_cancellation_fee as FinancialSettings['customerCancellationFee'],
    callOutFeeMinor: row.call_out_fee_minor,
    noShowFeeMinor: row.no_show_fee_minor,
    paymentsNeedApproval: row.payments_need_approval,
    refundSetting: row.refund_setting as FinancialSettings['refundSetting'],
    invoicePrefix: row.invoice_prefix,
    invoiceDueDays: row.invoice_due_days,
    invoiceSeller: row.invoice_seller,
    invoiceThanks: row.invoice_thanks,
  }
}

/** The fee for late cancellations as OrganizationMoney has it, or null where there is none. */
export function lateFeeOf(settings: FinancialSettings): OrganizationMoney['lateFee'] {
  const { cancellationFeeMinor: minor, cancellationFeeWindowMinutes: windowMinutes } = settings
  return minor === null ? null : { minor, windowMinutes, customers: settings.customerCancellationFee }
}

/**
 * Replaces the financial settings; the fact names the fields that changed, and no change records nothing. Bookings
 * keep the terms and the tax under which they were made.
 */
export async function saveFinancialSettings(
  context: Context,
  scope: Scope,
  settings: FinancialSettings,
): Promise<Outcome<null, never>> {
  return inTransaction(context.db, async (tx) => {
    const before = await loadFinancialSettings(tx, scope)
    const columns = columnsOf(settings)
    const fields = (Object.keys(settings) as (keyof FinancialSettings)[]).filter(
      (key) => toJson(before[key]) !== toJson(settings[key]),
    )
    if (fields.length === 0) return done(null)
    await tx.updateTable('organizations').set(columns).where('id', '=', scope.orgId).execute()
    const at = await now(tx, scope.orgId)
    await insertFact(tx, {
      orgId: scope.orgId,
      kind: 'organization.changed',
      at,
      ...authorOf(scope),
      payload: { fields },
    })
    return done(null)
  })
}

function columnsOf(settings: FinancialSettings) {
  return {
    payment_terms: toJson(paymentTerms.parse(settings.paymentTerms)),
    tax_basis_points: settings.tax.basisPoints,
    tax_inclusive: settings.tax.inclusive,
    fee_tax_basis_points: settings.feeTaxBasisPoints,
    cancellation_fee_minor: settings.cancellationFeeMinor,
    cancellation_fee_window_minutes: settings.cancellationFeeWindowMinutes,
    customer_cancellation_fee: settings.customerCancellationFee,
    call_out_fee_minor: settings.callOutFeeMinor,
    no_show_fee_minor: settings.noShowFeeMinor,
    payments_need_approval: settings.paymentsNeedApproval,
    refund_setting: settings.refundSetting,
    invoice_prefix: settings.invoicePrefix,
    invoice_due_days: settings.invoiceDueDays,
    invoice_seller: settings.invoiceSeller,
    invoice_thanks: settings.invoiceThanks,
  }
}
