import type { Child } from 'hono/jsx'
import { eventTypeWords } from '#messages/settings-event-types.ts'
import { formWords } from '#messages/settings.ts'
import type { Locale } from '#messages/locale.ts'
import { Card } from '#ui/card.tsx'
import type { Option } from '#ui/field.tsx'
import { askingFields } from './asking-fields.tsx'
import { HOST_RULES, LOCATIONS, MOST_QUESTIONS, type EventTypeChoices } from './event-type-form.ts'
import { ownTaxFields, termsFields } from './payment-terms-fields.tsx'
import { seatFields, type Candidate } from './seat-fields.tsx'
import type { FormState, SettingsForm } from './settings-form.tsx'

export interface EventTypeOptions {
  people: Candidate[]
  things: Candidate[]
  policies: Option[]
  currency: string
  organization: EventTypeChoices['organization']
}

type Words = ReturnType<typeof eventTypeWords>

/** Every field of an event type, in the order in which people think about it. */
export function eventTypeFields(
  form: SettingsForm,
  state: FormState,
  options: EventTypeOptions,
  locale: Locale,
): Child {
  const words = eventTypeWords(locale)
  const optional = formWords(locale).optional
  return (
    <>
      <Card heading={words.about}>
        {form.text('name', words.name, {
          hint: words.nameHint,
          required: true,
          dir: 'auto',
          width: 'medium',
        })}
        {form.text('slug', words.slug, { hint: words.slugHint, mark: optional, width: 'medium' })}
        {form.area('description', words.description, { mark: optional })}
        {form.tick('active', words.active, words.activeHint)}
      </Card>
      <Card heading={words.who}>
        {form.radios('hostRule', words.hostRule, ruleOptions(words))}
        {seatFields(form, state, options, words)}
      </Card>
      {timeFields(form, words)}
      <Card heading={words.where}>
        {form.select('locationKind', words.location, {
          options: LOCATIONS.map((kind) => ({ value: kind, label: words.locations[kind] })),
        })}
        {form.text('locationDetail', words.locationDetail, {
          hint: words.locationHint,
          mark: optional,
          dir: 'auto',
        })}
      </Card>
      {priceFields(form, options, words, locale)}
      <Card heading={words.changes}>
        {form.select('policyId', words.policy, {
          hint: words.policyHint,
          options: [{ value: '', label: words.policyDefault }, ...options.policies],
        })}
        {form.radios('rescheduleHosts', words.hostsOnMove, [
          { value: 'same', label: words.hostsOnMoves.same },
          { value: 'any_of_pool', label: words.hostsOnMoves.any_of_pool },
        ])}
      </Card>
      {askingFields(form, locale)}
      {questionFields(form, words)}
    </>
  )
}

function timeFields(form: SettingsForm, words: Words): Child {
  const minutes = {
    suffix: words.minutes,
    inputmode: 'numeric' as const,
    width: 'short' as const,
    required: true,
  }
  const cap = { hint: words.capHint, inputmode: 'numeric' as const, width: 'short' as const }
  return (
    <Card heading={words.times}>
      <div class="field-row">
        {form.text('durationMinutes', words.duration, minutes)}
        {form.text('stepMinutes', words.step, minutes)}
      </div>
      {form.text('sessionCount', words.sessions, {
        hint: words.sessionsHint,
        inputmode: 'numeric',
        width: 'short',
        required: true,
      })}
      {form.length('notice', words.notice)}
      {form.text('horizonDays', words.horizon, { ...minutes, suffix: words.days })}
      <div class="field-row">
        {form.text('bufferBeforeMinutes', words.bufferBefore, minutes)}
        {form.text('bufferAfterMinutes', words.bufferAfter, minutes)}
      </div>
      <div class="field-row">
        {form.text('dailyCap', words.dailyCap, cap)}
        {form.text('weeklyCap', words.weeklyCap, cap)}
      </div>
    </Card>
  )
}

function questionFields(form: SettingsForm, words: Words): Child {
  const kinds = [
    { value: 'line', label: words.kinds.line },
    { value: 'text', label: words.kinds.text },
  ]
  const rows = Array.from({ length: MOST_QUESTIONS }, (_, index) => {
    const number = index + 1
    const name = `question-${number}`
    return (
      <div class="field-row">
        {form.text(`${name}-label`, words.question(number), { width: 'medium', dir: 'auto' })}
        {form.select(`${name}-kind`, words.questionKind, {
          options: kinds,
          width: 'short',
          summaryLabel: words.inQuestion(number, words.questionKind),
        })}
        {form.tick(`${name}-required`, words.questionRequired)}
      </div>
    )
  })
  return (
    <Card heading={words.questions}>
      <p class="quiet">{words.questionsLine}</p>
      {rows}
    </Card>
  )
}

function ruleOptions(words: Words) {
  return HOST_RULES.map((rule) => ({ value: rule, label: words.rules[rule], hint: words.ruleHints[rule] }))
}

function priceFields(
  form: SettingsForm,
  { currency, organization }: EventTypeOptions,
  words: Words,
  locale: Locale,
): Child {
  const hint = (mode: (typeof MODES)[number]) =>
    mode === 'price_collected' && organization.provider === null
      ? words.collectingNotSetUp
      : words.paymentHints[mode]
  return (
    <Card heading={words.price}>
      {form.radios(
        'paymentMode',
        words.payment,
        MODES.map((mode) => ({ value: mode, label: words.payments[mode], hint: hint(mode) })),
      )}
      {form.text('price', words.amount, {
        hint: words.amountHint(currency),
        inputmode: 'decimal',
        width: 'short',
      })}
      {termsFields(form, currency, locale, organization.paymentTerms)}
      {ownTaxFields(form, locale)}
    </Card>
  )
}

const MODES = ['free', 'price_shown', 'price_collected'] as const
