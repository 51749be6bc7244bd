import { z } from 'zod'
import {
  LONGEST_FEE_WINDOW_MINUTES,
  LONGEST_INVOICE_PREFIX,
  LONGEST_INVOICE_SELLER,
  LONGEST_INVOICE_THANKS,
  type FinancialSettings,
} from '#domain/organizations/financial-settings.ts'
import { choice, optionalLine, optionalText, parseForm, wholeNumber, type Typed } from '#platform/forms.ts'
import { readRate, readTax, readTerms, typedRate, typedTax, typedTerms } from '../payment-terms-form.ts'
import { typedOfMinor } from '../typed-money.ts'
import { readAmount } from '../typed-share.ts'
import {
  isTicked,
  problemsOf,
  readLength,
  ticked,
  typedLength,
  type Part,
  type Problems,
  type Read,
} from '../typed-values.ts'

export const LATE_FEE_FOR_CUSTOMERS = ['off', 'ask_staff', 'automatic'] as const
export const REFUND_SETTINGS = ['none', 'manual', 'automatic'] as const

const schema = z.object({
  customerCancellationFee: choice(LATE_FEE_FOR_CUSTOMERS),
  refundSetting: choice(REFUND_SETTINGS),
  invoicePrefix: optionalLine(LONGEST_INVOICE_PREFIX),
  invoiceDueDays: wholeNumber(0, 365),
  invoiceSeller: optionalText(LONGEST_INVOICE_SELLER),
  invoiceThanks: optionalLine(LONGEST_INVOICE_THANKS),
})

/** Reads the financial settings; amounts are typed in the organization's currency. */
export function readFinancial(typed: Typed, currency: string): Read<FinancialSettings> {
  const parsed = parseForm(schema, typed)
  const terms = readTerms(typed, currency)
  const tax = readTax(typed)
  const feeTax = readRate(typed, 'feeTax')
  const cancellationFee = readAmount(typed, 'cancellationFee', currency)
  const window = readWindow(typed)
  const callOutFee = readAmount(typed, 'callOutFee', currency)
  const noShowFee = readAmount(typed, 'noShowFee', currency)
  const parts = [terms, tax, feeTax, cancellationFee, window, callOutFee, noShowFee]
  const problems: Problems = Object.assign(problemsOf(parsed), ...parts.map((part) => part.problems))
  // "As the organization" is an answer for event types only.
  if (!terms.value && Object.keys(terms.problems).length === 0) problems['terms'] = { code: 'not_a_choice' }
  if (!parsed.ok || !terms.value || Object.keys(problems).length > 0) return { ok: false, problems }
  return {
    ok: true,
    value: {
      ...parsed.value,
      paymentTerms: terms.value,
      tax: tax.value,
      feeTaxBasisPoints: feeTax.value,
      cancellationFeeMinor: cancellationFee.value,
      cancellationFeeWindowMinutes: window.value,
      callOutFeeMinor: callOutFee.value,
      noShowFeeMinor: noShowFee.value,
      paymentsNeedApproval: isTicked(typed, 'paymentsNeedApproval'),
    },
  }
}

export function typedFinancial(settings: FinancialSettings, currency: string): Typed {
  const amount = (minor: bigint | null) => (minor === null ? '' : typedOfMinor(minor, currency))
  return {
    ...typedTerms(settings.paymentTerms, currency),
    ...typedTax(settings.tax),
    feeTax: typedRate(settings.feeTaxBasisPoints),
    cancellationFee: amount(settings.cancellationFeeMinor),
    ...typedLength('lateWindow', settings.cancellationFeeWindowMinutes),
    customerCancellationFee: settings.customerCancellationFee,
    callOutFee: amount(settings.callOutFeeMinor),
    noShowFee: amount(settings.noShowFeeMinor),
    paymentsNeedApproval: ticked(settings.paymentsNeedApproval),
    refundSetting: settings.refundSetting,
    invoicePrefix: settings.invoicePrefix,
    invoiceDueDays: String(settings.invoiceDueDays),
    invoiceSeller: settings.invoiceSeller,
    invoiceThanks: settings.invoiceThanks,
  }
}

function readWindow(typed: Typed): Part<number> {
  const { value, problems } = readLength(typed, 'lateWindow', 1, LONGEST_FEE_WINDOW_MINUTES)
  const missing = value === null && Object.keys(problems).length === 0
  return {
    value: value ?? 0,
    problems: missing ? { 'lateWindow-number': { code: 'required' } } : problems,
  }
}
