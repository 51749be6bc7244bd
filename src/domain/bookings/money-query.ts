import { expressionBuilder, sql } from 'kysely'
import { jsonArrayFrom, jsonObjectFrom } from 'kysely/helpers/postgres'
import type { DB } from '../../../db/schema.ts'
import type { BookingMoney, InvoiceLine, PaymentOnFile } from '#domain/money/booking-money.ts'

/** What the ledger says of a booking `b`, per session; a missing row is nothing. */
export function balancesOf() {
  return jsonArrayFrom(
    expressionBuilder<DB, never>()
      .selectFrom('ledger_entries as le')
      .where(sql<boolean>`le.org_id = b.org_id and le.booking_id = b.id`)
      .where('le.account', 'in', [sql.lit('receivable'), sql.lit('received')])
      .groupBy(['le.session_id'])
      .select([
        'le.session_id',
        sql<string>`coalesce(sum(le.amount_minor) filter (where le.account = 'receivable'), 0)::text`.as(
          'charged',
        ),
        sql<string>`(-coalesce(sum(le.amount_minor) filter (where le.account = 'received'), 0))::text`.as(
          'paid',
        ),
      ]),
  )
}

/** The invoice of a booking `b` that is not void. */
export function invoiceOf() {
  return jsonObjectFrom(
    expressionBuilder<DB, never>()
      .selectFrom('invoices as i')
      .where(sql<boolean>`i.org_id = b.org_id and i.booking_id = b.id and i.kind = 'invoice'`)
      .where('i.voided_at', 'is', null)
      .select((eb) => [
        'i.id',
        jsonArrayFrom(
          eb
            .selectFrom('invoice_lines as il')
            .whereRef('il.org_id', '=', 'i.org_id')
            .whereRef('il.invoice_id', '=', 'i.id')
            .select([
              'il.id',
              'il.position',
              'il.kind',
              'il.session_id',
              'il.label',
              'il.tax_basis_points',
              sql<string>`il.amount_minor::text`.as('amount'),
              sql<string>`il.payable_minor::text`.as('payable'),
              sql<string>`il.tax_minor::text`.as('tax'),
            ])
            .orderBy('il.position'),
        ).as('lines'),
      ]),
  )
}

/** The payments of a booking `b`, the oldest first. */
export function paymentsOf() {
  return jsonArrayFrom(
    expressionBuilder<DB, never>()
      .selectFrom('payments as pm')
      .where(sql<boolean>`pm.org_id = b.org_id and pm.booking_id = b.id`)
      .select([
        'pm.id',
        'pm.purpose',
        'pm.provider',
        'pm.method',
        'pm.state',
        'pm.brand',
        'pm.last4',
        sql<string>`pm.amount_minor::text`.as('amount'),
        sql<string>`pm.captured_minor::text`.as('captured'),
        sql<string>`pm.refunded_minor::text`.as('refunded'),
        sql<boolean>`pm.disputed_at is not null`.as('disputed'),
      ])
      .orderBy('pm.id'),
  )
}

/** What a session was charged and paid. */
export interface Balance {
  chargedMinor: bigint
  paidMinor: bigint
}

interface MoneyRow {
  total_minor: bigint
  discount_minor: bigint
  discount_code: { id: string; code: string } | null
  tax_minor: bigint
  tax_basis_points: number
  tax_inclusive: boolean
  balances: { session_id: string | null; charged: string; paid: string }[]
  invoice: {
    id: string
    lines: {
      id: string
      position: number
      kind: string
      session_id: string | null
      label: string
      tax_basis_points: number
      amount: string
      payable: string
      tax: string
    }[]
  } | null
  payments: {
    id: string
    purpose: string
    provider: string
    method: string
    state: string
    brand: string
    last4: string
    amount: string
    captured: string
    refunded: string
    disputed: boolean
  }[]
}

/** The balance of one session, or with null of what belongs to none. */
export function balanceOf(row: Pick<MoneyRow, 'balances'>, sessionId: string | null): Balance {
  const found = row.balances.find((entry) => entry.session_id === sessionId)
  return { chargedMinor: BigInt(found?.charged ?? 0), paidMinor: BigInt(found?.paid ?? 0) }
}

export function bookingMoney(row: MoneyRow): BookingMoney {
  return {
    totalMinor: row.total_minor,
    discountMinor: row.discount_minor,
    discountCode: row.discount_code,
    taxMinor: row.tax_minor,
    taxBasisPoints: row.tax_basis_points,
    taxInclusive: row.tax_inclusive,
    unassigned: balanceOf(row, null),
    invoice: row.invoice && {
      id: row.invoice.id,
      lines: row.invoice.lines.map((line) => ({
        id: line.id,
        position: line.position,
        kind: line.kind as InvoiceLine['kind'],
        sessionId: line.session_id,
        label: line.label,
        amountMinor: BigInt(line.amount),
        payableMinor: BigInt(line.payable),
        taxMinor: BigInt(line.tax),
        taxBasisPoints: line.tax_basis_points,
      })),
    },
    payments: row.payments.map((payment) => ({
      id: payment.id,
      purpose: payment.purpose as PaymentOnFile['purpose'],
      provider: payment.provider,
      method: payment.method,
      state: payment.state as PaymentOnFile['state'],
      amountMinor: BigInt(payment.amount),
      capturedMinor: BigInt(payment.captured),
      refundedMinor: BigInt(payment.refunded),
      brand: payment.brand,
      last4: payment.last4,
      disputed: Boolean(payment.disputed),
    })),
  }
}
