import type { Child } from 'hono/jsx'
import { formWords } from '#messages/settings.ts'
import { policyWords } from '#messages/settings-policies.ts'
import type { Locale } from '#messages/locale.ts'
import type { PolicyAction } from '#domain/policies/policy.ts'
import { Card } from '#ui/card.tsx'
import { ACTIONS, tiersShown } from './policy-form.ts'
import type { FormState, SettingsForm } from './settings-form.tsx'

type Words = ReturnType<typeof policyWords>

/** Every field of a policy: its name, then the same card for canceling and for moving. */
export function policyFields(form: SettingsForm, state: FormState, currency: string, locale: Locale): Child {
  const words = policyWords(locale)
  return (
    <>
      {form.text('name', words.name, { hint: words.nameHint, required: true, dir: 'auto', width: 'medium' })}
      {ACTIONS.map((action) => (
        <Card heading={words.actions[action]}>
          {ruleFields(form, action, words)}
          {tierFields(form, action, tiersShown(state.values, action), currency, words)}
          {action === 'cancel' ? creditFields(form, currency, words) : null}
          {action === 'reschedule'
            ? form.text('reschedule-limit', words.limit, {
                hint: words.limitHint,
                inputmode: 'numeric',
                width: 'short',
              })
            : null}
          {form.length(`${action}-grace`, words.grace, {
            hint: words.graceHint,
            summaryLabel: words.inAction(action, words.grace),
          })}
          {form.area(`${action}-blocked`, words.blocked, {
            hint: words.blockedHint,
            mark: formWords(locale).optional,
            rows: 2,
            summaryLabel: words.inAction(action, words.blocked),
          })}
        </Card>
      ))}
    </>
  )
}

function ruleFields(form: SettingsForm, action: PolicyAction, words: Words): Child {
  const notice = form.length(`${action}-notice`, words.notice, {
    summaryLabel: words.inAction(action, words.notice),
  })
  const own = form.area(`${action}-text`, words.customText, {
    rows: 3,
    summaryLabel: words.inAction(action, words.customText),
  })
  const reasons = (['required', 'optional', 'hidden'] as const).map((reason) => ({
    value: reason,
    label: words.reasons[reason],
  }))
  return (
    <>
      {form.radios(`${action}-allowed`, words.allowed[action], [
        { value: 'any_time', label: words.anyTime },
        { value: 'until', label: words.until, more: notice },
        { value: 'never', label: words.never },
      ])}
      {form.radios(`${action}-reason`, words.reason, reasons, {
        inline: true,
        summaryLabel: words.inAction(action, words.reason),
      })}
      {form.radios(
        `${action}-description`,
        words.description,
        [
          { value: 'system', label: words.system_sentence },
          { value: 'custom', label: words.custom, more: own },
        ],
        { summaryLabel: words.inAction(action, words.description) },
      )}
    </>
  )
}

function tierFields(
  form: SettingsForm,
  action: PolicyAction,
  rows: number,
  currency: string,
  words: Words,
): Child {
  const kinds = kindOptions(words)
  return (
    <Card kind="sunken" level={3} id={`${action}-tiers`} heading={words.tiers[action]}>
      <p class="quiet">
        {words.tiersLine[action]} {words.tierValueHint(currency)}
      </p>
      {Array.from({ length: rows }, (_, index) => {
        const [number, name] = [index + 1, `${action}-tier-${index + 1}`]
        const said = (label: string) => words.inTier(action, number, label)
        return (
          <fieldset class="field-row">
            <legend class="visually-hidden">{words.tier(number)}</legend>
            {form.length(`${name}-notice`, words.tierNotice, { summaryLabel: said(words.tierNotice) })}
            {form.select(`${name}-kind`, words.tierKind[action], {
              options: kinds,
              width: 'medium',
              summaryLabel: said(words.tierKind[action]),
            })}
            {form.text(`${name}-value`, words.tierValue, {
              inputmode: 'decimal',
              width: 'short',
              summaryLabel: said(words.tierValue),
            })}
          </fieldset>
        )
      })}
    </Card>
  )
}

function creditFields(form: SettingsForm, currency: string, words: Words): Child {
  return (
    <>
      <Card kind="sunken" level={3} id="cancel-credit" heading={words.credit}>
        <p class="quiet">
          {words.creditLine} {words.creditValueHint(currency)}
        </p>
        <div class="field-row">
          {form.select('cancel-credit-kind', words.creditKind, {
            options: kindOptions(words),
            width: 'medium',
          })}
          {form.text('cancel-credit-value', words.creditValue, { inputmode: 'decimal', width: 'short' })}
          {form.text('cancel-credit-months', words.creditMonths, {
            inputmode: 'numeric',
            width: 'short',
            suffix: words.months,
            summaryLabel: words.creditMonthsLong,
          })}
        </div>
      </Card>
      {form.tick('cancel-owes', words.owesUnpaid, words.owesUnpaidHint)}
    </>
  )
}

function kindOptions(words: Words) {
  return (['percent', 'amount'] as const).map((kind) => ({ value: kind, label: words.kinds[kind] }))
}
