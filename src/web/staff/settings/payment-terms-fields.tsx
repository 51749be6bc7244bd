import type { Child } from 'hono/jsx'
import type { Locale } from '#messages/locale.ts'
import { termsInWords, termsWords } from '#messages/settings-money.ts'
import type { PaymentTerms } from '#domain/organizations/payment-terms.ts'
import { Stack } from '#ui/layout.tsx'
import { AS_ORGANIZATION, TERMS } from './payment-terms-form.ts'
import type { SettingsForm } from './settings-form.tsx'

/** When a collected price is paid; `inherited` are the organization's terms where an event type may follow them. */
export function termsFields(
  form: SettingsForm,
  currency: string,
  locale: Locale,
  inherited: PaymentTerms | null,
): Child {
  const words = termsWords(locale)
  const deposit = shareFields(form, 'deposit', words.deposit, currency, locale)
  const own = TERMS.map((kind) => ({
    value: kind,
    label: words.terms[kind],
    hint: words.termsHints[kind],
    ...(kind === 'deposit' ? { more: deposit } : {}),
  }))
  const asOrganization = inherited
    ? [
        {
          value: AS_ORGANIZATION,
          label: words.asOrganization,
          hint: words.asOrganizationNow(termsInWords(inherited, currency, locale)),
        },
      ]
    : []
  return form.radios('terms', words.when, [...asOrganization, ...own])
}

/** A part of a price: a percentage or an amount. */
export function shareFields(
  form: SettingsForm,
  name: string,
  label: string,
  currency: string,
  locale: Locale,
): Child {
  const words = termsWords(locale)
  return (
    <div class="field-row">
      {form.select(`${name}-kind`, words.kind(label), {
        options: (['percent', 'amount'] as const).map((kind) => ({ value: kind, label: words.kinds[kind] })),
        width: 'medium',
      })}
      {form.text(`${name}-value`, words.howMuch(label), {
        hint: words.shareHint(currency),
        inputmode: 'decimal',
        width: 'short',
      })}
    </div>
  )
}

/** A rate of tax and whether prices have it in them. */
export function taxFields(form: SettingsForm, locale: Locale): Child {
  const words = termsWords(locale)
  return (
    <>
      {form.text('taxRate', words.taxRate, {
        hint: words.taxRateHint,
        inputmode: 'decimal',
        width: 'short',
        suffix: '%',
      })}
      {form.radios('taxInclusive', words.taxInclusive, [
        { value: 'yes', label: words.inclusive, hint: words.inclusiveHint },
        { value: 'no', label: words.exclusive, hint: words.exclusiveHint },
      ])}
    </>
  )
}

/** The tax of an event type: the organization's, or one of its own. */
export function ownTaxFields(form: SettingsForm, locale: Locale): Child {
  const words = termsWords(locale)
  return form.radios('tax', words.tax, [
    { value: AS_ORGANIZATION, label: words.asOrganization },
    { value: 'own', label: words.ownTax, more: <Stack>{taxFields(form, locale)}</Stack> },
  ])
}
