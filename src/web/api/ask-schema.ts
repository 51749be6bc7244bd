import { z } from '@hono/zod-openapi'
import type { Wish } from '#domain/asks/ask.ts'
import { wishesAsText } from '#domain/bookings/ask-rows.ts'
import type { AskListed } from '#domain/asking/load-asks.ts'
import { showMoney } from '#domain/money/show-money.ts'
import { readId, showId } from '#platform/public-ids.ts'
import { bookingSchema } from './booking-schema.ts'
import { idOf } from './ids.ts'
import { instant, instantIn, money, named } from './schemas.ts'

export const ASK_ANSWERS = ['approved', 'free', 'fee', 'times', 'new_times', 'no'] as const

const wish = z.strictObject({ session: idOf('session'), starts: z.array(instant) }).openapi('Wish')

/** Something a customer asks of the team, and its answer. */
export const askSchema = z
  .strictObject({
    id: idOf('ask'),
    booking: idOf('booking'),
    kind: z.enum(['booking', 'move', 'exception']).openapi({
      description:
        '`booking`: to book at one of these times. `move`: to come at another one. `exception`: for what the policy does not allow.',
    }),
    action: z.enum(['book', 'cancel', 'reschedule']),
    state: z.enum(['open', 'granted', 'done', 'declined', 'withdrawn', 'expired']).openapi({
      description:
        '`open` until somebody answers; `granted` waits for the customer to use it; `done` is carried out.',
    }),
    sessions: z.array(idOf('session')),
    wishes: z.array(wish).openapi({ description: 'Times wanted, the best liked first.' }),
    reason: z.string().nullable(),
    answer: z.enum(ASK_ANSWERS).nullable(),
    fee: money.openapi({ description: 'For each session, as agreed or as quoted when it was asked.' }),
    offered: z.array(wish).openapi({ description: 'The only times to choose from; none is any free one.' }),
    answer_by: instant,
    valid_until: instant
      .nullable()
      .openapi({ description: 'Until when the customer can use what was granted.' }),
    created_at: instant,
    answered_at: instant.nullable(),
    answered_by: z.strictObject({ id: idOf('member'), name: z.string() }).nullable(),
    answer_reason: z.string().nullable(),
  })
  .openapi('Ask')

/** An ask with the booking as it stands after it was asked, answered or taken back. */
export const askedSchema = z.strictObject({ ask: askSchema, booking: bookingSchema }).openapi('AskedBooking')

export function showAsk(ask: AskListed): z.input<typeof askSchema> {
  const { answeredById: id, answeredByName: name } = ask
  return {
    id: showId('ask', ask.id),
    booking: showId('booking', ask.bookingId),
    kind: ask.kind,
    action: ask.action,
    state: ask.state,
    sessions: ask.sessions.map((session) => showId('session', session)),
    wishes: showWishes(ask.wishes),
    reason: ask.reason,
    answer: ask.answer,
    fee: showMoney(ask.feeMinor, ask.currency),
    offered: showWishes(ask.offered),
    answer_by: ask.answerBy.toString(),
    valid_until: ask.validUntil?.toString() ?? null,
    created_at: ask.createdAt.toString(),
    answered_at: ask.answeredAt?.toString() ?? null,
    answered_by: id === null ? null : named('member', { id, name: name ?? '' }),
    answer_reason: ask.answerReason,
  }
}

function showWishes(wishes: readonly Wish[]): z.input<typeof wish>[] {
  return wishesAsText(wishes).map(({ session, starts }) => ({ session: showId('session', session), starts }))
}

/** Times somebody names, for sessions that they name. */
export function wishesIn(most: number) {
  return z
    .array(z.strictObject({ session: idOf('session'), starts: z.array(instantIn).min(1).max(most) }))
    .max(20)
}

export function readWishes(wishes: readonly { session: string; starts: string[] }[]): Wish[] {
  return wishes.map(({ session, starts }) => ({
    session: readId(session),
    starts: starts.map((start) => Temporal.Instant.from(start)),
  }))
}
