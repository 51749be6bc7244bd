import {
  LONGEST_NOTICE_MINUTES,
  LONGEST_TEXT,
  type ActionRule,
  type PolicyAction,
  type PolicyRules,
  type Tier,
} from '#domain/policies/policy.ts'
import { cleanText, type Typed } from '#platform/forms.ts'
import type { SettingsProblem } from '#messages/settings-problems.ts'
import { readShare, typedShare } from './typed-share.ts'
import {
  isTicked,
  lineOf,
  readLength,
  ticked,
  typedLength,
  typedText,
  type Part,
  type Problems,
  type Read,
} from './typed-values.ts'

export const ACTIONS = ['cancel', 'reschedule'] as const
const MOST_TIERS = 20
const LONGEST_NAME = 200
const MOST_CREDIT_MONTHS = 120
const USUAL_CREDIT_MONTHS = 12
const NOTHING = { kind: 'percent', percent: 0 } as const
const REASONS = ['required', 'optional', 'hidden'] as const

/** Reads the form of a policy; fixed amounts are typed in the organization's currency. */
export function readPolicy(typed: Typed, currency: string): Read<{ name: string; rules: PolicyRules }> {
  const name = lineOf(typed, 'name')
  const cancel = readRule(typed, 'cancel', currency)
  const reschedule = readRule(typed, 'reschedule', currency)
  const nameProblem: SettingsProblem | null =
    name === ''
      ? { code: 'required' }
      : name.length > LONGEST_NAME
        ? { code: 'too_long', longest: LONGEST_NAME }
        : null
  const problems = {
    ...(nameProblem ? { name: nameProblem } : {}),
    ...cancel.problems,
    ...reschedule.problems,
  }
  if (Object.keys(problems).length > 0) return { ok: false, problems }
  return { ok: true, value: { name, rules: { cancel: cancel.value, reschedule: reschedule.value } } }
}

export function typedPolicy(name: string, rules: PolicyRules, currency: string): Typed {
  return {
    name,
    ...typedRule('cancel', rules.cancel, currency),
    ...typedRule('reschedule', rules.reschedule, currency),
  }
}

/** How many rows of tiers an action shows: five, and more where more are stored or were typed. */
export function tiersShown(values: Typed, action: PolicyAction): number {
  const used = Object.keys(values).flatMap(
    (name) => new RegExp(`^${action}-tier-(\\d+)-value$`).exec(name)?.[1] ?? [],
  )
  return Math.min(MOST_TIERS, Math.max(5, ...used.map(Number)))
}

function readRule(typed: Typed, action: PolicyAction, currency: string): Part<ActionRule> {
  const problems: Problems = {}
  const keep = <T>(part: Part<T>): T => {
    Object.assign(problems, part.problems)
    return part.value
  }
  const reason = REASONS.find((known) => known === typedText(typed, `${action}-reason`))
  if (!reason) problems[`${action}-reason`] = { code: 'not_a_choice' }
  const value: ActionRule = {
    allowed: keep(readAllowed(typed, action)),
    reason: reason ?? 'optional',
    description: keep(readDescription(typed, action)),
    blockedMessage: keep(readText(typed, `${action}-blocked`)),
    tiers: keep(readTiers(typed, action, currency)),
    limit: action === 'reschedule' ? keep(readLimit(typed)) : null,
    graceMinutes: keep(readLength(typed, `${action}-grace`, 0, LONGEST_NOTICE_MINUTES)),
    ...(action === 'cancel' ? keep(readCredit(typed, currency)) : {}),
  }
  return { value, problems }
}

function readAllowed(typed: Typed, action: PolicyAction): Part<ActionRule['allowed']> {
  const kind = typedText(typed, `${action}-allowed`)
  if (kind === 'any_time' || kind === 'never') return { value: { kind }, problems: {} }
  if (kind !== 'until')
    return { value: { kind: 'never' }, problems: { [`${action}-allowed`]: { code: 'not_a_choice' } } }
  const notice = readLength(typed, `${action}-notice`, 0, LONGEST_NOTICE_MINUTES)
  const missing = notice.value === null && Object.keys(notice.problems).length === 0
  const problems: Problems = missing ? { [`${action}-notice-number`]: { code: 'required' } } : notice.problems
  return { value: { kind, noticeMinutes: notice.value ?? 0 }, problems }
}

function readDescription(typed: Typed, action: PolicyAction): Part<ActionRule['description']> {
  const kind = typedText(typed, `${action}-description`)
  if (kind === 'system') return { value: { kind }, problems: {} }
  const text = readText(typed, `${action}-text`)
  if (kind !== 'custom')
    return { value: { kind: 'system' }, problems: { [`${action}-description`]: { code: 'not_a_choice' } } }
  const problems: Problems =
    text.value === '' ? { [`${action}-text`]: { code: 'text_missing' } } : text.problems
  return { value: { kind, text: text.value }, problems }
}

function readText(typed: Typed, name: string): Part<string> {
  const value = cleanText(typedText(typed, name))
  return {
    value,
    problems: value.length > LONGEST_TEXT ? { [name]: { code: 'too_long', longest: LONGEST_TEXT } } : {},
  }
}

function readLimit(typed: Typed): Part<number | null> {
  const name = 'reschedule-limit'
  const text = lineOf(typed, name)
  if (text === '') return { value: null, problems: {} }
  const fits = /^\d{1,3}$/.test(text) && Number(text) <= 100
  return fits
    ? { value: Number(text), problems: {} }
    : { value: null, problems: { [name]: { code: 'out_of_range', from: 0, to: 100 } } }
}

// Rows in which nothing was typed do not count, wherever they stand.
function readTiers(typed: Typed, action: PolicyAction, currency: string): Part<Tier[]> {
  const value: Tier[] = []
  const problems: Problems = {}
  let last = ''
  for (let number = 1; number <= MOST_TIERS; number += 1) {
    const row = `${action}-tier-${number}`
    const [notice, size] = [lineOf(typed, `${row}-notice-number`), lineOf(typed, `${row}-value`)]
    if (notice === '' && size === '') continue
    const length = readLength(typed, `${row}-notice`, 0, LONGEST_NOTICE_MINUTES)
    const amount = readShare(typed, row, currency, 0)
    Object.assign(problems, length.problems, amount.problems)
    if (size === '') problems[`${row}-value`] = { code: 'tier_amount_missing' }
    if (notice === '') problems[`${row}-notice-number`] = { code: 'tier_notice_missing' }
    const before = value.at(-1)
    if (before && length.value !== null && length.value >= before.fromNoticeMinutes)
      problems[`${row}-notice-number`] = { code: 'tier_not_falling' }
    value.push({ fromNoticeMinutes: length.value ?? 0, amount: amount.value ?? NOTHING })
    last = row
  }
  if (value.length > 0 && value.at(-1)!.fromNoticeMinutes !== 0)
    problems[`${last}-notice-number`] ??= { code: 'tier_end_missing' }
  return { value, problems }
}

// Written out for cancelling only: the schema of the other action knows nothing of these.
function readCredit(typed: Typed, currency: string): Part<Pick<ActionRule, 'credit' | 'owesUnpaid'>> {
  const amount = readShare(typed, 'cancel-credit', currency, 1)
  const months = lineOf(typed, 'cancel-credit-months')
  const fits = /^\d{1,3}$/.test(months) && Number(months) >= 1 && Number(months) <= MOST_CREDIT_MONTHS
  const problems: Problems = { ...amount.problems }
  if (amount.value && !fits)
    problems['cancel-credit-months'] = { code: 'out_of_range', from: 1, to: MOST_CREDIT_MONTHS }
  const value = {
    ...(amount.value && fits ? { credit: { amount: amount.value, months: Number(months) } } : {}),
    ...(isTicked(typed, 'cancel-owes') ? { owesUnpaid: true } : {}),
  }
  return { value, problems }
}

function typedCredit({ credit, owesUnpaid }: ActionRule, currency: string): Typed {
  return {
    ...typedShare('cancel-credit', credit?.amount ?? null, currency),
    'cancel-credit-months': String(credit?.months ?? USUAL_CREDIT_MONTHS),
    'cancel-owes': ticked(owesUnpaid === true),
  }
}

function typedRule(action: PolicyAction, rule: ActionRule, currency: string): Typed {
  const tiers = rule.tiers.flatMap(({ amount, fromNoticeMinutes }, index) => {
    const row = `${action}-tier-${index + 1}`
    return [
      ...Object.entries(typedLength(`${row}-notice`, fromNoticeMinutes)),
      ...Object.entries(typedShare(row, amount, currency)),
    ]
  })
  return {
    [`${action}-allowed`]: rule.allowed.kind,
    ...typedLength(`${action}-notice`, rule.allowed.kind === 'until' ? rule.allowed.noticeMinutes : null),
    [`${action}-reason`]: rule.reason,
    [`${action}-description`]: rule.description.kind,
    [`${action}-text`]: rule.description.kind === 'custom' ? rule.description.text : '',
    [`${action}-blocked`]: rule.blockedMessage,
    ...typedLength(`${action}-grace`, rule.graceMinutes),
    ...(action === 'reschedule' ? { 'reschedule-limit': rule.limit === null ? '' : String(rule.limit) } : {}),
    ...(action === 'cancel' ? typedCredit(rule, currency) : {}),
    ...(Object.fromEntries(tiers) as Typed),
  }
}
