import type { Context } from '#platform/context.ts'
import type { SystemScope } from '#domain/access/scope.ts'
import type { PaymentRow } from '#domain/money/load-payment.ts'
import type { PaymentTruth } from '#domain/money/payment-provider.ts'

/** What the provider says of the refunds of a payment, carried into our books. */
export async function mirrorProviderRefunds(
  _context: Context,
  _scope: SystemScope,
  _payment: PaymentRow,
  _truth: PaymentTruth,
): Promise<void> {}
