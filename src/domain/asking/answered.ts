import type { MemberScope } from '#domain/access/scope.ts'
import type { Fact } from '#domain/facts/fact.ts'
import type { Answered } from './answer.ts'
import type { Wish } from '#domain/asks/ask.ts'
import { askPayload, changedAskRow, wishesAsText, type AskChange } from '#domain/bookings/ask-rows.ts'
import { factAbout } from './write-asked.ts'

/** The row of an ask that was answered now. */
export function answeredRow(
  { booking, ask, given }: Answered,
  scope: MemberScope,
  became: AskChange,
  remarkId: string | null,
) {
  return changedAskRow(booking.orgId, ask, {
    ...became,
    answer: given.answer,
    answeredAt: booking.now,
    answeredBy: scope.actor.memberId,
    answerRemarkId: remarkId,
  })
}

/** What everybody is told of the answer. */
export function answeredFact(
  { booking, ask, given }: Answered,
  scope: MemberScope,
  said: {
    feeMinor: bigint
    offered: Wish[]
    validUntil: Temporal.Instant | null
    payUntil?: Temporal.Instant | null
  },
  words: { id: string } | null,
): Fact<'ask.answered'> {
  const payload = {
    ...askPayload(ask),
    answer: given.answer,
    feeMinor: said.feeMinor.toString(),
    currency: booking.currency,
    offered: wishesAsText(said.offered),
    validUntil: said.validUntil?.toString() ?? null,
    ...(said.payUntil ? { payUntil: said.payUntil.toString() } : {}),
  }
  return factAbout(booking, scope, 'ask.answered', payload, {
    channel: given.channel,
    remarkId: words?.id ?? null,
  })
}
