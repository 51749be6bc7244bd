import { z } from '@hono/zod-openapi'
import type { Booking } from '#domain/bookings/booking.ts'
import type { ChangeRefusal, Quote } from '#domain/bookings/change.ts'
import type { SessionVerdict } from '#domain/bookings/explain-change.ts'
import { whoIsTold } from '#domain/bookings/who-is-told.ts'
import { idOf } from './ids.ts'
import { showId } from '#platform/public-ids.ts'
import { moneyOfSession, quoteMoneyFields, sessionMoneyFields, showQuoteMoney } from './quote-money-schema.ts'
import { instant } from './schemas.ts'
import { showMoney } from '#domain/money/show-money.ts'

const refusal = z.looseObject({ code: z.string().openapi({ example: 'too_late' }) }).openapi('Refusal', {
  description:
    'Why not. `too_late` carries `closed_at`, `limit_reached` the `limit`, `slot_taken` and `slot_unavailable` what stands in the way.',
})

const quotedSession = z
  .strictObject({
    session: idOf('session'),
    action: z.enum(['cancel', 'reschedule']),
    allowed: z.boolean(),
    refusal: refusal.nullable(),
    overridden: z
      .boolean()
      .openapi({ description: 'A customer would be refused; the team member may do it all the same.' }),
    closes_at: instant
      .nullable()
      .openapi({ description: 'The last instant at which a customer may do this by the policy.' }),
    start: instant.nullable().openapi({ description: 'The new start of a session that moves.' }),
    end: instant.nullable(),
    ...sessionMoneyFields,
  })
  .openapi('QuotedSession')

/** The answer to "what happens if". */
export const quoteSchema = z
  .strictObject({
    allowed: z.boolean().openapi({ description: 'The change as a whole; it happens whole or not at all.' }),
    refusal: refusal.nullable(),
    sessions: z.array(quotedSession),
    ...quoteMoneyFields,
    policy_version: idOf('policyVersion'),
    reason: z
      .enum(['required', 'optional', 'hidden'])
      .openapi({ description: 'Whether a reason goes with the change.' }),
    needs_approval: z.boolean().openapi({
      description: 'The team decides on the new times: POST the quote to `asks` instead of `changes`.',
    }),
    will_be_told: z.array(
      z.strictObject({
        audience: z.enum([
          'customer',
          'guest',
          'primary_host',
          'additional_host',
          'page_owner',
          'stakeholder',
          'program',
        ]),
        channel: z.enum(['email', 'in_app', 'webhook']),
        to: z.string(),
        cc: z.array(z.string()),
      }),
    ),
    base_revision: z.number().int(),
    expires_at: instant.nullable(),
    quote_id: z.string().nullable(),
    quote: z
      .string()
      .nullable()
      .openapi({ description: 'Send it unchanged to `changes`. Null when the change is refused.' }),
  })
  .openapi('Quote')

/** What was decided, as an answer. `sealed` is null for a change that is refused. */
export function showQuote(
  booking: Booking,
  actor: 'customer' | 'member',
  verdicts: SessionVerdict[],
  decided: { quote: Quote; id: string; sealed: string } | { refusal: ChangeRefusal },
): z.input<typeof quoteSchema> {
  const quote = 'quote' in decided ? decided.quote : null
  const whole = 'refusal' in decided ? decided.refusal : null
  const shown = verdicts.map((verdict) => showVerdict(booking, verdict, actor, quote, whole))
  return {
    allowed: quote !== null,
    refusal: whole && showRefusal(whole),
    sessions: shown,
    ...showQuoteMoney(booking, quote),
    policy_version: showId('policyVersion', booking.policy.versionId),
    reason: quote?.reason ?? 'hidden',
    needs_approval: quote?.needsApproval === true,
    will_be_told: quote ? toldOf(booking, quote) : [],
    base_revision: booking.revision,
    expires_at: quote?.expiresAt ?? null,
    quote_id: 'id' in decided ? decided.id : null,
    quote: 'sealed' in decided ? decided.sealed : null,
  }
}

/** A refusal as programs read it: its code, and what belongs to it. Instants are text, ids have their prefix. */
export function showRefusal(
  refusal: ChangeRefusal | SessionVerdict['refusal'],
): { code: string } & Record<string, unknown> {
  if (!refusal) throw new Error('There is no refusal to show.')
  if ('refusal' in refusal) return showRefusal(refusal.refusal)
  const { code, ...rest } = refusal
  const currency = 'currency' in rest ? rest.currency : ''
  const shown = Object.entries(rest)
    .filter(([key]) => key !== 'currency')
    .map(([key, value]: [string, unknown]) => showMember(key, value, currency))
  return { code, ...Object.fromEntries(shown) }
}

function showMember(key: string, value: unknown, currency: string): [string, unknown] {
  if (key.endsWith('Minor')) return [key.slice(0, -'Minor'.length), showMoney(String(value), currency)]
  const name = key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  if (key === 'session') return [name, showId('session', String(value))]
  return [name, value instanceof Temporal.Instant ? value.toString() : value]
}

function showVerdict(
  booking: Booking,
  verdict: SessionVerdict,
  actor: 'customer' | 'member',
  quote: Quote | null,
  whole: ChangeRefusal | null,
): z.input<typeof quotedSession> {
  const { session, action } = verdict
  const move = quote?.reschedule.find((entry) => entry.session === session.id)
  const named = whole && 'session' in whole && whole.session === session.id ? whole : null
  const standsInTheWay = verdict.refusal ?? named
  return {
    session: showId('session', session.id),
    action,
    allowed: standsInTheWay === null,
    refusal: standsInTheWay && showRefusal(standsInTheWay),
    overridden: verdict.overridden,
    closes_at: verdict.closesAt?.toString() ?? null,
    start: move?.start ?? null,
    end: move?.end ?? null,
    ...moneyOfSession(booking, verdict, actor),
  }
}

function toldOf(booking: Booking, quote: Quote) {
  const ids = new Set([...quote.cancel, ...quote.reschedule].map((entry) => entry.session))
  const sessions = booking.sessions.filter((session) => ids.has(session.id))
  const kind =
    quote.reschedule.length === 0
      ? 'booking.canceled'
      : quote.cancel.length === 0
        ? 'booking.rescheduled'
        : 'booking.changed'
  return whoIsTold(booking, kind, sessions).map(({ audience, channel, to, cc }) => ({
    audience: audience as 'customer',
    channel,
    // The rest of a program's address may hold a key, which is for those who may see webhooks.
    to: channel === 'in_app' ? '' : channel === 'webhook' ? new URL(to).origin : to,
    cc,
  }))
}
