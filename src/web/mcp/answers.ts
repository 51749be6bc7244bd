import { localeOf } from '#messages/locale.ts'
import { mcpAnswers } from '#messages/mcp-answers.ts'
import type { Booking } from '#domain/bookings/booking.ts'

/** The words for an answer about a booking: in the business's language and the zone that was asked for. */
export function wordsFor({ organization }: Pick<Booking, 'organization'>, zone: string | undefined) {
  return mcpAnswers(localeOf(organization.locale), zone ?? organization.zone)
}
