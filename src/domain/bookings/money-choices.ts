import { may, type CustomerScope, type MemberScope } from '#domain/access/scope.ts'
import type { ChangeChoices, ChangeRefusal, Quote } from './change.ts'

/** More than any fee that somebody means; a slip of the keyboard ends here. */
export const LARGEST_FEE_MINOR = 1_000_000_000n

/** Why a change cannot be committed with these choices about money, or null. */
export function moneyRefusal(
  scope: CustomerScope | MemberScope,
  quote: Quote,
  choices: ChangeChoices,
  isPaid: boolean,
): ChangeRefusal | null {
  const { currency } = quote
  if (scope.actor.kind === 'customer') {
    if (quote.payNowMinor !== '0' && !isPaid)
      return { code: 'payment_required', payMinor: quote.payNowMinor, currency }
    if (choices.take === 'credit' && quote.creditMinor === '0') return { code: 'no_credit_offered' }
    return null
  }
  // Whoever cancels of their own accord asks no fee for it, so there is none to decide on.
  const isHosts = choices.initiative === 'host' && !choices.fee
  return (
    (isHosts ? null : feeRefusal(scope as MemberScope, quote, choices)) ??
    refundRefusal(scope as MemberScope, quote, choices)
  )
}

export type FeeRefusal = Extract<
  ChangeRefusal,
  { code: 'fee_undecided' | 'fee_not_yours_to_waive' | 'fee_out_of_range' }
>

/**
 * Why a fee cannot be decided like this, or null. Every path that asks for one asks, whoever takes it (octopus O61,
 * O66–O68); less than the default is a waiver.
 */
export function feeRefusal(
  scope: MemberScope,
  quote: Pick<Quote, 'feeAsked' | 'currency'>,
  { fee }: Pick<ChangeChoices, 'fee'>,
): FeeRefusal | null {
  if (fee?.decision === 'change' && (fee.minor < 0n || fee.minor > LARGEST_FEE_MINOR))
    return { code: 'fee_out_of_range', mostMinor: LARGEST_FEE_MINOR.toString(), currency: quote.currency }
  if (!quote.feeAsked) return null
  const asked = { ...quote.feeAsked, currency: quote.currency }
  if (!fee) return { code: 'fee_undecided', ...asked }
  const waives =
    fee.decision === 'skip' || (fee.decision === 'change' && fee.minor < BigInt(asked.defaultMinor))
  return waives && !may(scope, 'fee.waive') ? { code: 'fee_not_yours_to_waive', ...asked } : null
}

function refundRefusal(
  scope: MemberScope,
  quote: Quote,
  { fee, refundMinor }: ChangeChoices,
): ChangeRefusal | null {
  if (!refundMinor) return null
  if (!may(scope, 'refund.request')) return { code: 'refund_not_permitted' }
  const charged =
    fee?.decision === 'change'
      ? fee.minor
      : fee?.decision === 'accept'
        ? BigInt(quote.feeAsked?.defaultMinor ?? 0)
        : 0n
  const most = BigInt(quote.refundableMinor) - charged
  return refundMinor < 0n || refundMinor > most
    ? { code: 'refund_too_large', mostMinor: (most > 0n ? most : 0n).toString(), currency: quote.currency }
    : null
}

/**
 * True when a member's cancellation would keep what was paid and nobody said why: neither that the customer wanted it, nor
 * a fee, nor a reason. A page asks before it does that; a program has chosen by what it sent. Pure.
 */
export function isMoneyUnsaid(quote: Quote, choices: ChangeChoices): boolean {
  const { initiative, refundMinor, fee, reason = '' } = choices
  const isFeeless = fee === undefined || fee.decision === 'skip'
  return (
    !initiative && BigInt(quote.refundableMinor) > 0n && !refundMinor && isFeeless && reason.trim() === ''
  )
}
