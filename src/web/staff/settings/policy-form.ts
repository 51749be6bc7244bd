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
import { minorDigits, minorOfTyped, typedOfMinor } from './typed-money.ts'
import {
  lineOf,
  readLength,
  typedLength,
  typedText,
  type Part,
  type Problems,
  type Read,
} from './typed-values.ts'

export const ACTIONS = ['cancel', 'reschedule'] as const
const MOST_TIERS = 20
const LONGEST_NAME = 200
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
    const amount = readAmount(typed, row, currency)
    Object.assign(problems, length.problems, amount.problems)
    if (notice === '') problems[`${row}-notice-number`] = { code: 'tier_notice_missing' }
    const before = value.at(-1)
    if (before && length.value !== null && length.value >= before.fromNoticeMinutes)
      problems[`${row}-notice-number`] = { code: 'tier_not_falling' }
    value.push({ fromNoticeMinutes: length.value ?? 0, amount: amount.value })
    last = row
  }
  if (value.length > 0 && value.at(-1)!.fromNoticeMinutes !== 0)
    problems[`${last}-notice-number`] ??= { code: 'tier_end_missing' }
  return { value, problems }
}

function readAmount(typed: Typed, row: string, currency: string): Part<Tier['amount']> {
  const text = lineOf(typed, `${row}-value`)
  const wrong = (problem: SettingsProblem, name = `${row}-value`) => ({
    value: { kind: 'percent' as const, percent: 0 },
    problems: { [name]: problem },
  })
  if (text === '') return wrong({ code: 'tier_amount_missing' })
  const kind = typedText(typed, `${row}-kind`)
  if (kind === 'percent') {
    const percent = Number(text.replace(/\s*%$/, ''))
    const fits = /^\d{1,3}\s*%?$/.test(text) && percent <= 100
    return fits ? { value: { kind, percent }, problems: {} } : wrong({ code: 'not_a_percentage' })
  }
  if (kind !== 'amount') return wrong({ code: 'not_a_choice' }, `${row}-kind`)
  const minor = minorOfTyped(text, currency)
  return minor === null
    ? wrong({ code: 'not_an_amount', digits: minorDigits(currency) })
    : { value: { kind, minor: minor.toString() }, problems: {} }
}

function typedRule(action: PolicyAction, rule: ActionRule, currency: string): Typed {
  const tiers = rule.tiers.flatMap(({ amount, fromNoticeMinutes }, index) => {
    const row = `${action}-tier-${index + 1}`
    const value =
      amount.kind === 'percent' ? String(amount.percent) : typedOfMinor(BigInt(amount.minor), currency)
    return [
      ...Object.entries(typedLength(`${row}-notice`, fromNoticeMinutes)),
      [`${row}-kind`, amount.kind],
      [`${row}-value`, value],
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
    ...(Object.fromEntries(tiers) as Typed),
  }
}
