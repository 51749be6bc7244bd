import type { Child } from 'hono/jsx'
import type { Locale } from '#messages/locale.ts'
import { financialWords } from '#messages/settings-money.ts'
import { formWords } from '#messages/settings.ts'
import { Card } from '#ui/card.tsx'
import { Stack } from '#ui/layout.tsx'
import { taxFields, termsFields } from '../payment-terms-fields.tsx'
import type { SettingsForm } from '../settings-form.tsx'
import { LATE_FEE_FOR_CUSTOMERS, REFUND_SETTINGS } from './financial-form.ts'

type Words = ReturnType<typeof financialWords>

/** Every field of the financial settings. */
export function financialFields(form: SettingsForm, currency: string, locale: Locale): Child {
  const words = financialWords(locale)
  return (
    <Stack gap="section">
      <Card heading={words.termsHeading}>
        <p class="quiet">{words.termsLine}</p>
        {termsFields(form, currency, locale, null)}
        {form.tick('paymentsNeedApproval', words.needApproval, words.needApprovalHint)}
      </Card>
      <Card heading={words.taxHeading}>
        {taxFields(form, locale)}
        {feeFields(form, words, currency)}
      </Card>
      <Card heading={words.refundsHeading}>
        {form.radios(
          'refundSetting',
          words.refunds,
          REFUND_SETTINGS.map((value) => ({
            value,
            label: words.refundChoices[value],
            hint: words.refundHints[value],
          })),
        )}
      </Card>
      {invoiceFields(form, words, formWords(locale).optional)}
    </Stack>
  )
}

function feeFields(form: SettingsForm, words: Words, currency: string): Child {
  const amount = { inputmode: 'decimal' as const, width: 'short' as const }
  return (
    <>
      {form.text('feeTax', words.feeTax, { ...amount, hint: words.feeTaxHint, suffix: '%' })}
      {form.text('cancellationFee', words.lateFee, { ...amount, hint: words.lateFeeHint(currency) })}
      {form.length('lateWindow', words.lateWindow)}
      {form.radios(
        'customerCancellationFee',
        words.lateCustomers,
        LATE_FEE_FOR_CUSTOMERS.map((value) => ({
          value,
          label: words.lateChoices[value],
          hint: words.lateHints[value],
        })),
      )}
      {form.text('callOutFee', words.callOutFee, { ...amount, hint: words.callOutHint(currency) })}
      {form.text('noShowFee', words.noShowFee, { ...amount, hint: words.noShowHint(currency) })}
    </>
  )
}

function invoiceFields(form: SettingsForm, words: Words, optional: string): Child {
  return (
    <Card heading={words.invoicesHeading}>
      {form.text('invoicePrefix', words.prefix, { hint: words.prefixHint, width: 'short', mark: optional })}
      {form.text('invoiceDueDays', words.dueDays, { inputmode: 'numeric', width: 'short', required: true })}
      {form.area('invoiceSeller', words.seller, { hint: words.sellerHint, rows: 4, mark: optional })}
      {form.text('invoiceThanks', words.thanks, { hint: words.thanksHint, dir: 'auto', mark: optional })}
    </Card>
  )
}
