import type { BookingStatus } from '#domain/bookings/booking.ts'
import type { Locale } from '#messages/locale.ts'
import { statusWord } from '#messages/staff-activity.ts'
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
export function Status({ status, locale }: { status: BookingStatus; locale: Locale }) {
  return <StatusChip kind={KINDS[status]} label={statusWord(status, locale)} />
}
