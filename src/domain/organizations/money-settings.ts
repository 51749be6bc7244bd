import { sql } from 'kysely'

/** What an organization decided about money and every booking obeys; amounts in minor units of its currency. */
export interface OrganizationMoney {
  /** For bookings whose policy has no money rule; null is no fee (octopus O64–O67, D19). */
  lateFee: { minor: bigint; windowMinutes: number; customers: 'off' | 'ask_staff' | 'automatic' } | null
  callOutFeeMinor: bigint | null
  noShowFeeMinor: bigint | null
  /** Tax inside every fee, in basis points. */
  feeTaxBasisPoints: number
  paymentsNeedApproval: boolean
  /** The online provider through which money is collected, or null. */
  provider: string | null
  invoices: { prefix: string; dueDays: number; seller: string; thanks: string }
}

/** Columns of `organizationMoney`, for a query in which the organization is called `org`. */
export const organizationMoneyColumns = [
  'org.currency as org_currency',
  'org.cancellation_fee_minor',
  'org.cancellation_fee_window_minutes',
  'org.customer_cancellation_fee',
  'org.call_out_fee_minor',
  'org.no_show_fee_minor',
  'org.fee_tax_basis_points',
  'org.payments_need_approval',
  'org.invoice_prefix',
  'org.invoice_due_days',
  'org.invoice_seller',
  'org.invoice_thanks',
  sql<string | null>`(select pa.provider from payment_accounts pa where pa.org_id = org.id and pa.active)`.as(
    'payment_provider',
  ),
] as const

interface MoneyRow {
  org_name: string
  cancellation_fee_minor: bigint | null
  cancellation_fee_window_minutes: number
  customer_cancellation_fee: string
  call_out_fee_minor: bigint | null
  no_show_fee_minor: bigint | null
  fee_tax_basis_points: number
  payments_need_approval: boolean
  invoice_prefix: string
  invoice_due_days: number
  invoice_seller: string
  invoice_thanks: string
  payment_provider: string | null
}

export function organizationMoney(row: MoneyRow): OrganizationMoney {
  return {
    lateFee:
      row.cancellation_fee_minor === null
        ? null
        : {
            minor: row.cancellation_fee_minor,
            windowMinutes: row.cancellation_fee_window_minutes,
            customers: row.customer_cancellation_fee as 'off' | 'ask_staff' | 'automatic',
          },
    callOutFeeMinor: row.call_out_fee_minor,
    noShowFeeMinor: row.no_show_fee_minor,
    feeTaxBasisPoints: row.fee_tax_basis_points,
    paymentsNeedApproval: row.payments_need_approval,
    provider: row.payment_provider,
    invoices: {
      prefix: row.invoice_prefix,
      dueDays: row.invoice_due_days,
      seller: row.invoice_seller || row.org_name,
      thanks: row.invoice_thanks,
    },
  }
}
