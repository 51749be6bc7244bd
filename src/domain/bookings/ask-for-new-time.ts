import { done, refuse, type Context, type Outcome } from '#platform/context.ts'
import { asksSettledBy, keptForSettled } from './ask-rows.ts'
import type { MemberScope } from '#domain/access/scope.ts'
import type { Channel } from '#domain/facts/fact.ts'
import { remarkRow } from '#domain/reactions/record.ts'
import { actOnSessions, type ActionRefusal, type WrittenAlong } from './act-on-sessions.ts'
import { LONGEST_REASON } from './change.ts'

export type NewTimeRefusal = ActionRefusal | { code: 'reason_too_long'; longest: number }

/**
 * A team member gives these times up and asks the customer to choose others of the same event type (oncehub R87–R95).
 * The times are free at once; what was paid stays with the booking, and the customer moves it for nothing or cancels for
 * good and gets everything back, whenever they like. Also after the start: that is how a no-show is booked anew (R93).
 */
export async function askForNewTime(
  context: Context,
  scope: MemberScope,
  asked: { bookingId: string; sessions: string[]; reason?: string; tellCustomer: boolean; channel?: Channel },
): Promise<Outcome<{ revision: number }, NewTimeRefusal>> {
  const reason = asked.reason?.trim() ?? ''
  if (reason.length > LONGEST_REASON) return refuse({ code: 'reason_too_long', longest: LONGEST_REASON })
  return actOnSessions<'booking.new_time_asked', NewTimeRefusal>(context, scope, {
    action: 'ask_to_move',
    bookingId: asked.bookingId,
    sessionIds: asked.sessions,
    change: (session, to, booking) => ({
      state: to,
      askedToMoveAt: booking.now,
      sequence: session.sequence + 1,
      confirmedAt: null,
    }),
    fact: {
      kind: 'booking.new_time_asked',
      payload: (sessions) => ({
        sessions: sessions.map((session) => ({
          session: session.id,
          start: session.startsAt.toString(),
          end: session.endsAt.toString(),
        })),
        customerTold: asked.tellCustomer,
      }),
    },
    permission: 'change',
    channel: asked.channel ?? (scope.apiKeyId ? 'api' : 'staff_page'),
    along: async (_tx, booking, sessions) => {
      const remark = reason
        ? remarkRow(booking.orgId, booking.id, 'change_reason', reason, booking.now)
        : null
      const settled = asksSettledBy(booking.orgId, booking.asks, { cancel: asked.sessions, reschedule: [] })
      const given = sessions.flatMap((session) =>
        session.allocations.map(({ id }) => ({ org_id: booking.orgId, id })),
      )
      const along: WrittenAlong = {
        rows: {
          freed: [...given, ...keptForSettled(booking, settled)['freed']!],
          changed_asks: settled,
          ...(remark ? { remarks: [remark] } : {}),
        },
        remarkId: remark?.id ?? null,
      }
      return done(along)
    },
  })
}
