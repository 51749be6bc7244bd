import { paymentStateWord, refundStateWord } from '#messages/staff-money.ts'
import { StatusChip, type StatusKind } from '#ui/status-chip.tsx'

const PAYMENTS: Record<string, StatusKind> = {
  started: 'neutral',
  pending: 'requested',
  succeeded: 'completed',
  failed: 'no_show',
  rejected: 'canceled',
  expired: 'neutral',
}

const REFUNDS: Record<string, StatusKind> = {
  requested: 'requested',
  approved: 'scheduled',
  processing: 'moved',
  succeeded: 'completed',
  failed: 'needs_you',
  unknown: 'needs_you',
  rejected: 'canceled',
}

/** Where a payment stands, as word and shape. */
export function PaymentState({ state, purpose }: { state: string; purpose: string }) {
  return <StatusChip kind={PAYMENTS[state] ?? 'neutral'} label={paymentStateWord(state, purpose)} />
}

/** Where a refund stands, as word and shape. */
export function RefundState({ state }: { state: string }) {
  return <StatusChip kind={REFUNDS[state] ?? 'neutral'} label={refundStateWord(state)} />
}
