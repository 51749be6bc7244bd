import { minutesInWords } from './dates.ts'
import { fieldErrorText, type FieldErrorInWords } from './forms.ts'
import { eitherOf, type Locale } from './locale.ts'
import { addressProblem } from './settings-webhooks.ts'

/** What can be wrong with a field of a settings form: what any form knows, and what only these do. */
export type SettingsProblem = FieldErrorInWords | OwnProblem

type OwnProblem =
  | { code: 'too_short'; shortest: number }
  | { code: 'length_out_of_range'; from: number; to: number }
  | { code: 'slug_taken' }
  | { code: 'already_member' }
  | { code: 'last_owner' }
  | { code: 'role_above_yours' }
  | { code: 'limit_above_yours' }
  | { code: 'currency_locked' }
  | { code: 'time_missing' }
  | { code: 'span_empty' }
  | { code: 'spans_overlap'; day: string }
  | { code: 'span_past_midnight' }
  | { code: 'ends_before_it_starts' }
  | { code: 'not_an_amount'; digits: number }
  | { code: 'price_but_free' }
  | { code: 'price_missing' }
  | { code: 'one_host_only' }
  | { code: 'seat_empty' }
  | { code: 'sits_twice' }
  | { code: 'panel_too_small' }
  | { code: 'panel_only' }
  | { code: 'text_without_label' }
  | { code: 'tier_not_falling' }
  | { code: 'tier_end_missing' }
  | { code: 'tier_amount_missing' }
  | { code: 'tier_notice_missing' }
  | { code: 'not_a_percentage'; least: number }
  | { code: 'secret_of_another_kind'; prefixes: readonly string[] }
  | { code: 'not_a_code' }
  | { code: 'code_taken' }
  | { code: 'used_more_often'; uses: number }
  | { code: 'amount_of_nothing' }
  | { code: 'amount_missing' }
  | { code: 'not_a_rate' }
  | { code: 'collecting_not_set_up' }
  | { code: 'deposit_above_price' }
  | { code: 'text_missing' }
  | { code: 'no_scopes' }
  | { code: 'scopes_not_chosen' }
  | { code: 'member_above_yours' }
  | { code: 'not_a_site'; line: number }
  | { code: 'site_without_https'; line: number }
  | { code: 'too_many_sites'; most: number }
  | { code: 'address_refused'; why: string }

/** The sentence under a field; it begins with what to do. */
export function problemSentence(problem: SettingsProblem, label: string, locale: Locale): string {
  return isOwn(problem) ? ownSentence(problem, locale) : fieldErrorText(problem, label, locale)
}

/** The same for the list at the top of a refused form, where the field has to be named. */
export function problemInSummary(problem: SettingsProblem, label: string, locale: Locale): string {
  return isOwn(problem) ? `${label}: ${ownSentence(problem, locale)}` : fieldErrorText(problem, label, locale)
}

function ownSentence(problem: OwnProblem, locale: Locale): string {
  switch (problem.code) {
    case 'too_short':
      return `Use at least ${problem.shortest.toLocaleString(locale)} characters.`
    case 'length_out_of_range':
      return `Choose a length from ${minutesInWords(problem.from)} to ${minutesInWords(problem.to)}.`
    case 'spans_overlap':
      return `Change one of the two times on ${problem.day}. They overlap.`
    case 'not_an_amount':
      return problem.digits === 0
        ? 'Write the amount in digits, such as 40.'
        : `Write the amount like 40 or ${(40).toFixed(problem.digits)}.`
    case 'not_a_percentage':
      return `Write a whole percentage from ${problem.least} to 100.`
    case 'secret_of_another_kind':
      return `Paste the key that begins with ${eitherOf(problem.prefixes, locale)}. Type it again.`
    case 'used_more_often':
      return `Write ${problem.uses.toLocaleString(locale)} or more. The code was used that often.`
    case 'not_a_site':
      return `Write one address like https://example.com in line ${problem.line.toLocaleString(locale)}.`
    case 'site_without_https':
      return `Begin line ${problem.line.toLocaleString(locale)} with https. Only localhost works without it.`
    case 'too_many_sites':
      return `List at most ${problem.most.toLocaleString(locale)} sites.`
    case 'address_refused':
      return addressProblem(problem.why)
    default:
      return SENTENCES[problem.code]
  }
}

function isOwn(problem: SettingsProblem): problem is OwnProblem {
  return problem.code in SENTENCES || WITH_VALUES.has(problem.code)
}

const WITH_VALUES: ReadonlySet<string> = new Set([
  'too_short',
  'length_out_of_range',
  'spans_overlap',
  'not_an_amount',
  'not_a_percentage',
  'secret_of_another_kind',
  'used_more_often',
  'not_a_site',
  'site_without_https',
  'too_many_sites',
  'address_refused',
])

type WithValues =
  | 'too_short'
  | 'length_out_of_range'
  | 'spans_overlap'
  | 'not_an_amount'
  | 'not_a_percentage'
  | 'secret_of_another_kind'
  | 'used_more_often'
  | 'not_a_site'
  | 'site_without_https'
  | 'too_many_sites'
  | 'address_refused'

const SENTENCES: Record<Exclude<OwnProblem['code'], WithValues>, string> = {
  slug_taken: 'Choose another address. This one is taken.',
  already_member: 'Use another e-mail address. This person is on the team already.',
  last_owner: 'Make somebody else an owner first. A business needs one who can sign in.',
  role_above_yours: 'Ask somebody with that role. It may do more than yours.',
  limit_above_yours: 'Keep the limit. You cannot give or take away more than your own.',
  currency_locked: 'Keep the currency. Customers have booked in it.',
  time_missing: 'Fill in both times, or empty both.',
  span_empty: 'Let the end differ from the start.',
  span_past_midnight: 'End at midnight, and set the rest on the next date.',
  ends_before_it_starts: 'Choose an end after the start.',
  price_but_free: 'Empty the price, or choose to show it.',
  price_missing: 'Write a price above zero, or choose Free.',
  one_host_only: 'Tick exactly one person. For several, choose Round robin.',
  seat_empty: 'Tick at least one person or thing for this place.',
  sits_twice: 'Choose somebody else. This person already fills another place alone.',
  panel_too_small: 'Give the panel at least one more place.',
  panel_only: 'Choose Panel, or empty this place. Only a panel has more places.',
  text_without_label: 'Write the question, or untick its boxes.',
  tier_not_falling: 'Give each row less notice than the row above it.',
  tier_end_missing: 'Give the last row a notice of 0. It covers the time until the start.',
  tier_amount_missing: 'Write what applies with this notice.',
  tier_notice_missing: 'Write the notice of this row.',
  amount_of_nothing: 'Write an amount above zero.',
  not_a_code: 'Use from 3 to 30 letters, digits and hyphens, such as SPRING-10.',
  code_taken: 'Choose another code. This one exists already.',
  amount_missing: 'Write how much.',
  not_a_rate: 'Write a percentage from 0 to 100, such as 20 or 8.25.',
  collecting_not_set_up: 'Connect a provider in the financial settings first, or choose “At the venue”.',
  deposit_above_price: 'Write a deposit no higher than the price.',
  text_missing: 'Write the text, or choose the sentence made from the rule.',
  no_scopes: 'Tick at least one thing that the key may do.',
  scopes_not_chosen: 'Choose “Only what is ticked below”, or untick the boxes.',
  member_above_yours: 'Choose somebody whose role includes no more than yours.',
}
