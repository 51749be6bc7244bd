import { CLINIC } from '../db/town-clinic.ts'
import { HOME_CARE } from '../db/town-home-care.ts'
import type { MoneyLine } from './money-words.ts'
import type { Known, Role } from './money-known.ts'

/*
 * Which part an amount plays is what the words around it say. One row for every way in which Kept speaks of money; a
 * line that fits none of them is a fault, too: an amount that nobody vouches for.
 */
type Rule = [words: RegExp, ...roles: Role[]]

const A = /[\u2212-]?(?:A\$|\$|\u00A3|\u20AC)[\d.,]*\d/.source
const says = (words: string) => new RegExp(`^(?:${words.replaceAll('AMOUNT', A)})[.,]?`)

/** What an invoice has lines for. */
const SOLD = [
  ...[CLINIC, HOME_CARE].flatMap((plan) => plan.eventTypes.map(({ name }) => name)),
  'Fee for moving',
  'Cancellation fee',
  'Call-out fee',
  'No-show fee',
].join('|')

const RULES: Rule[] = [
  // A price, before and after it was agreed.
  [says('(?:\\d+ sessions of )?(?:\\d+ hours? ?)?(?:\\d+ minutes )?\u00B7 AMOUNT'), 'list'],
  [says('Price for all:? AMOUNT'), 'list'],
  [says('\\d+ of \\d+ picked AMOUNT'), 'list'],
  [says('Once it is confirmed, you pay AMOUNT'), 'dueFirst'],
  [says('Price:? AMOUNT'), 'list', 'total'],
  [says('Discount(?:,? (?:code )?[A-Z\\d-]+)?: AMOUNT'), 'discount'],
  [says('minus AMOUNT'), 'discount', 'nowKept'],
  [says('Includes AMOUNT tax'), 'tax'],
  [says('Tax in it: AMOUNT'), 'tax'],
  [says('To pay(?: now)?:? AMOUNT'), 'payNow', 'nowFee'],
  [says('You pay the rest, AMOUNT, later'), 'later'],
  [says('Pay AMOUNT and book'), 'payNow'],
  [says('Take it and pay AMOUNT'), 'payNow'],
  [says('Pay AMOUNT and move'), 'nowFee'],
  [says('Pay (?:the )?AMOUNT'), 'balance'],
  // Where a booking stands.
  [says('(?:You have paid|Paid): AMOUNT'), 'paid', 'kept'],
  [says('(?:Still to pay|Balance): AMOUNT'), 'balance'],
  [says('Refunded: AMOUNT'), 'refunded'],
  // The policy, tier by tier.
  [says('(?:At least|Less than) .* before, you get back AMOUNT'), 'tierBack'],
  [says('(?:At least|Less than) .* before, moving costs AMOUNT'), 'tierFee'],
  [says('(?:You are here ?)?AMOUNT back ?until'), 'tierBack'],
  [says('(?:You are here ?)?Costs AMOUNT ?until'), 'tierFee'],
  [says('(?:You are here ?)?You owe AMOUNT ?until'), 'tierOwed'],
  [says('(?:Or|Instead of money you can) take AMOUNT as credit'), 'tierCredit'],
  // What a change would do now.
  [says('You get back: AMOUNT'), 'nowBack'],
  [says('Kept: AMOUNT'), 'nowKept', 'doneKept'],
  [says('Money: AMOUNT'), 'nowBack'],
  [says('Credit: AMOUNT(?: for \\d+ months)?'), 'nowCredit', 'doneCredit'],
  [says('Cancel the booking and get AMOUNT back'), 'nowBack'],
  [says('Cancel \\d+ sessions and get AMOUNT back'), 'nowBack'],
  [says('\\w+ \\d+ \\w+, \\d+:\\d+[ap]m: AMOUNT'), 'eachBack'],
  [says('You have paid AMOUNT\\. AMOUNT is kept'), 'chosenPaid', 'nowKept'],
  [says('Cancel the booking for AMOUNT credit'), 'nowCredit'],
  [says('Cancel and pay AMOUNT'), 'nowOwed'],
  [says('You will owe:? AMOUNT'), 'nowOwed'],
  [says('You can pay the AMOUNT on the next page'), 'nowOwed'],
  [says('Moving instead costs AMOUNT'), 'nowFee'],
  [says('Fee for moving: AMOUNT'), 'nowFee', 'doneFee'],
  [says('Fee for moving, \\d+ \u00D7 AMOUNT: AMOUNT'), 'nowFee', 'eachFee'],
  [says('Fee AMOUNT \\(\\d+ \u00D7 AMOUNT\\)'), 'nowFee', 'eachFee'],
  // What the team agreed to, and what the rule would have taken.
  [says('You can move(?: it)? for AMOUNT'), 'agreed'],
  [says('It costs AMOUNT'), 'agreed'],
  [says('The policy would have charged AMOUNT'), 'tierFee'],
  [says('Cancel for good and get AMOUNT back'), 'nowBack'],
  // What a change did, and what of it was taken back.
  [says('The refund of AMOUNT is stopped'), 'refunds'],
  [says('The credit of AMOUNT is withdrawn'), 'credits'],
  [says('(?:Money back|You get everything back): AMOUNT'), 'refunds'],
  [says('Cancellation fee(?: \\d+)?: AMOUNT'), 'doneKept', 'lines'],
  // Mails about money alone.
  [says('Amount: AMOUNT'), 'refunds', 'payments'],
  [says('(?:We received|Your payment of) AMOUNT'), 'payments'],
  [says('Your refund of AMOUNT'), 'refunds'],
  // The team's card and lists.
  [says('Total:? AMOUNT'), 'charged', 'total'],
  [says('.* \\| (?:Paid|Waiting|Failed) \\| AMOUNT \\|(?: AMOUNT)?'), 'payments'],
  [says('.* \\| AMOUNT \\| (?:Paid|Waiting|Failed)\\b'), 'payments'],
  [says('.* \\| AMOUNT \\| (?:Paid back|Waiting for approval|Failed|Approved|On its way)\\b'), 'refunds'],
  [says('(?:.* \u00B7 )?AMOUNT of it went back'), 'payments'],
  [says('Session(?: \\d+)?(?: \\||:) AMOUNT(?: \\(was AMOUNT\\))?'), 'lines'],
  [says('(?:Cancellation fee|Reschedule fee|Discount)[^|]* \\| AMOUNT \\|'), 'lines'],
  [says('(?:Choose )?AMOUNT for '), 'refunds'],
  [says('(?:Approve|Reject|Try) AMOUNT'), 'refunds', 'payments'],
  [says('Add refund of AMOUNT'), 'balance'],
  [says('Add AMOUNT'), 'fees', 'defaultFees'],
  // While the team cancels.
  [says('Add the cancellation fee of AMOUNT\\?'), 'defaultFees'],
  [says('Yes, add AMOUNT'), 'defaultFees'],
  [says('AMOUNT was paid and can go back'), 'kept'],
  [says('Then stays with the booking: AMOUNT'), 'kept'],
  // Before anything was chosen nothing goes back; where the host cancels, everything that was paid does.
  [says('(?:Fee|Then open): AMOUNT'), 'nothing', 'agreed'],
  [says('Goes back: AMOUNT'), 'nothing', 'kept'],
  [says('This booking ends and AMOUNT goes back'), 'kept'],
  // The history of a booking.
  [says('AMOUNT(?: to pay)?\\.?$'), 'payments'],
  [says('AMOUNT back(?:, AMOUNT kept)?\\.?$'), 'doneBack', 'doneKept'],
  // A quote that ran out; the caller knows what it said.
  [says('It was AMOUNT and is now AMOUNT'), 'nowBack'],
  // An invoice.
  [says(`(?:${SOLD})(?:, session \\d+ of \\d+)?: AMOUNT(?: AMOUNT)?`), 'lines'],
  [says('(?:Paid more than asked|Given back later): AMOUNT'), 'balance'],
  [says('Taken off:? AMOUNT'), 'papers'],
  [says('Tax at \\d+% on AMOUNT, included:? AMOUNT'), 'taxParts'],
  [says('Paid (?:by|in|with) [^:]*?:? AMOUNT'), 'payments'],
  [says('(?:Refunded|Refund requested|Refund approved|Refund under way), [^:]*?:? AMOUNT'), 'refunds'],
  [says('Given as credit, [^:]*?:? AMOUNT'), 'credits'],
]

/** Amounts of a line that the books do not know in the part that its words give them, as a sentence. */
export function unknownAmounts(line: MoneyLine, known: Known, also: bigint[] = []): string[] {
  const rule = RULES.find(([words]) => words.test(line.text))
  if (!rule) return [`nobody vouches for "${line.text}"`]
  const [, ...roles] = rule
  const may = roles.flatMap((role) => known[role])
  // Some words say the sign themselves.
  const fits = new Set([...may, ...also].flatMap((minor) => [minor, -minor]))
  return line.amounts
    .filter((minor) => !fits.has(minor))
    .map((minor) => `${minor} in "${line.text}" is none of ${roles.join(', ')}: ${may.join(', ')}`)
}
