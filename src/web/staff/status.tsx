import type { BookingStatus } from '#domain/bookings/booking.ts'
import type { Locale } from '#messages/locale.ts'
import { statusWord } from '#messages/staff-activity.ts'
import { askToMoveWords } from '#messages/taking-back.ts'
import { deliveryStateWord } from '#messages/staff-outbox.ts'
import { StatusChip, type StatusKind } from '#ui/status-chip.tsx'

const KINDS: Record<BookingStatus, StatusKind> = {
  held: 'requested',
  requested: 'requested',
  scheduled: 'scheduled',
  rescheduled: 'moved',
  in_progress: 'neutral',
  awaiting_update: 'needs_you',
  completed: 'completed',
  canceled: 'canceled',
  no_show: 'no_show',
  failed: 'no_show',
  created: 'scheduled',
  updated: 'moved',
}

/** The status of a booking or a session as word and shape. */
export function Status({
  status,
  locale,
  waits = false,
}: {
  status: BookingStatus
  locale: Locale
  /** True while the customer is asked for another time. */
  waits?: boolean
}) {
  if (waits) return <StatusChip kind="needs_you" label={askToMoveWords(locale).waiting} />
  return <StatusChip kind={KINDS[status]} label={statusWord(status, locale)} />
}

const MESSAGE_KINDS: Record<string, StatusKind> = {
  queued: 'requested',
  sent: 'completed',
  not_sent: 'needs_you',
  failed: 'needs_you',
}

/** Where a message stands, as word and shape; what did not get through asks for somebody. */
export function MessageState({ state }: { state: string }) {
  return <StatusChip kind={MESSAGE_KINDS[state] ?? 'neutral'} label={deliveryStateWord(state)} />
}
