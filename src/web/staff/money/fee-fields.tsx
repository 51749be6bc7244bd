import { may } from '#domain/access/scope.ts'
import type { FeeChoice, FeeKind } from '#domain/bookings/fee-rows.ts'
import { feeWords } from '#messages/staff-fees.ts'
import { spell } from '#messages/locale.ts'
import type { Typed } from '#platform/forms.ts'
import { RadioGroup, type ChoiceOption } from '#ui/choices.tsx'
import { TextField } from '#ui/field.tsx'
import { fieldId, type FormProblems } from '../../customer/form-errors.ts'
import { minorDigits } from '../settings/typed-money.ts'
import { lineOf } from '../settings/typed-values.ts'
import type { StaffContext } from '../staff-env.ts'
import { readAmount, type MoneyProblems } from './typed-amount.ts'

/** A fee on which a member is asked to decide. */
export interface FeeQuestion {
  kind: FeeKind
  defaultMinor: bigint
  currency: string
  /** Who may waive it, where the reader may not. */
  names: readonly string[]
}

/** What was chosen about the fee, as it was typed. */
export interface FeeTyped {
  fee: string
  feeAmount: string
}

export const NO_FEE_TYPED: FeeTyped = { fee: '', feeAmount: '' }

/** Accept, another amount or none; whoever may not waive it accepts it or leaves it to somebody who may (octopus O67, O68). */
export function FeeFields(props: {
  c: StaffContext
  question: FeeQuestion
  typed: FeeTyped
  problems: FormProblems | null
}) {
  const { c, question, typed, problems } = props
  const words = feeWords(c.var.locale)
  const { kind, defaultMinor, currency, names } = question
  const options: ChoiceOption[] = [{ value: 'accept', label: words.yes(defaultMinor, currency) }]
  if (may(c.var.scope, 'fee.waive')) {
    options.push({ value: 'change', label: words.another, more: <OtherAmount {...props} /> })
    options.push({
      value: 'skip',
      label: words.no,
      ...(kind === 'no_show' ? {} : { hint: words.waiverHint }),
    })
  } else options.push({ value: 'ask', label: words.ask(names), hint: words.askHint })
  return (
    <RadioGroup
      id={fieldId('fee')}
      name="fee"
      legend={words.question(
        words.kinds[kind] ?? spell(c.var.locale, 'Cancellation'),
        defaultMinor,
        currency,
      )}
      error={problems?.of('fee')}
      options={options.map((option) => ({ ...option, checked: option.value === typed.fee }))}
    />
  )
}

function OtherAmount({ c, question, typed, problems }: Parameters<typeof FeeFields>[0]) {
  return (
    <TextField
      id={fieldId('fee-amount')}
      name="fee-amount"
      label={feeWords(c.var.locale).other}
      value={typed.feeAmount}
      error={problems?.of('fee-amount')}
      inputmode={minorDigits(question.currency) === 0 ? 'numeric' : 'decimal'}
      width="short"
      suffix={question.currency}
    />
  )
}

/** Reads what was chosen; without a question there is no choice. A waiver needs words (domain.md, octopus D18). */
export function readFee(
  typed: Typed,
  question: Pick<FeeQuestion, 'defaultMinor' | 'currency'> | null,
  reason: string,
): { typed: FeeTyped; choice: FeeChoice | null; problems: MoneyProblems } {
  const written = { fee: lineOf(typed, 'fee'), feeAmount: lineOf(typed, 'fee-amount') }
  if (!question) return { typed: written, choice: null, problems: {} }
  const waived = (minor: bigint): MoneyProblems =>
    minor < question.defaultMinor && reason === '' ? { reason: { code: 'reason_for_waiver' } } : {}
  if (written.fee === 'accept') return { typed: written, choice: { decision: 'accept' }, problems: {} }
  if (written.fee === 'ask') return { typed: written, choice: { decision: 'ask' }, problems: {} }
  if (written.fee === 'skip') return { typed: written, choice: { decision: 'skip' }, problems: waived(0n) }
  if (written.fee === 'change') {
    const { minor, problems } = readAmount(typed, 'fee-amount', question.currency)
    const wrong = Object.keys(problems).length > 0
    return {
      typed: written,
      choice: { decision: 'change', minor },
      problems: wrong ? problems : waived(minor),
    }
  }
  return { typed: written, choice: null, problems: { fee: { code: 'fee_undecided' } } }
}

/** What the fee comes to with this choice. */
export function feeOf(choice: FeeChoice | null, question: Pick<FeeQuestion, 'defaultMinor'> | null): bigint {
  if (choice?.decision === 'change') return choice.minor
  return choice?.decision === 'accept' ? (question?.defaultMinor ?? 0n) : 0n
}
