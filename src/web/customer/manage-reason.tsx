import { REASONS, REASONS_FOR, reasonText, type Reason } from '#messages/reasons.ts'
import { calledName } from '#messages/manage.ts'
import type { Locale } from '#messages/locale.ts'
import { cleanText, type Typed } from '#platform/forms.ts'
import type { PolicyAction } from '#domain/policies/policy.ts'
import { RadioGroup } from '#ui/choices.tsx'
import { ErrorSummary } from '#ui/error-summary.tsx'
import { Select, TextArea } from '#ui/field.tsx'
import { Stack } from '#ui/layout.tsx'
import { fieldId, typedText } from './form-errors.ts'
import { hostsOf, type LinkView } from './manage-view.ts'

/** Longest reason in one's own words; the domain takes more, for other faces. */
export const LONGEST_WORDS = 300

/** What somebody chose and wrote, as it was sent. */
export interface TypedReason {
  why: string
  words: string
}

export const NO_REASON: TypedReason = { why: '', words: '' }

export interface ReasonProblem {
  field: 'why' | 'reason'
  text: string
}

type Rule = 'required' | 'optional' | 'hidden'

/** Reads the fields `why` (one of the list) and `reason` (own words). Of a field sent twice the first counts. */
export function readReason(typed: Typed): TypedReason {
  return { why: cleanText(typedText(typed, 'why')), words: cleanText(typedText(typed, 'reason')) }
}

/** The reason as it is kept and read by others: the choice in words, the own words, or both. */
export function judgeReason(
  { why, words }: TypedReason,
  rule: Rule,
  action: PolicyAction,
  locale: Locale,
): { ok: true; reason: string } | { ok: false; problem: ReasonProblem } {
  const text = reasonText(locale)
  const refuse = (field: ReasonProblem['field'], sentence: string) => ({
    ok: false as const,
    problem: { field, text: sentence },
  })
  if (rule === 'hidden') return { ok: true, reason: '' }
  if (why !== '' && !isReason(why)) return refuse('why', text.errors.unknown)
  if (words.length > LONGEST_WORDS) return refuse('reason', text.errors.tooLong(LONGEST_WORDS, words.length))
  if (rule === 'required' && words === '' && why === '') return refuse('why', text.errors.missing(action))
  if (rule === 'required' && words === '' && why === 'other')
    return refuse('reason', text.errors.missingWords)
  const chosen = why === '' || (why === 'other' && words !== '') ? '' : text.reasons[why as Reason]
  return { ok: true, reason: [chosen, words].filter(Boolean).join(': ') }
}

/** Asks why: a list with "Rather not say" where it is optional, radio buttons where the policy requires it (ux 1.2). */
export function ReasonFields(props: {
  view: LinkView
  action: PolicyAction
  rule: Rule
  typed: TypedReason
  problem: ReasonProblem | undefined
}) {
  const { view, action, rule, typed, problem } = props
  if (rule === 'hidden') return null
  const text = reasonText(view.locale)
  const readers = hostsOf(view.booking.sessions).map((host) => calledName(host.name))
  const options = REASONS_FOR[action].map((value) => ({ value, label: text.reasons[value] }))
  const errorOf = (field: ReasonProblem['field']) => (problem?.field === field ? problem.text : undefined)
  const words = (
    <TextArea
      id={fieldId('reason')}
      name="reason"
      label={text.ownWords}
      mark={rule === 'optional' ? text.optional : undefined}
      hint={text.longest(LONGEST_WORDS)}
      error={errorOf('reason')}
      value={typed.words}
      rows={2}
      maxlength={LONGEST_WORDS}
    />
  )
  const common = { id: fieldId('why'), name: 'why', hint: text.readBy(readers), error: errorOf('why') }
  if (rule === 'required') {
    return (
      <Stack>
        <RadioGroup
          {...common}
          legend={text.label(action)}
          mark={text.required}
          options={options.map((option) => ({ ...option, checked: option.value === typed.why }))}
        />
        {words}
      </Stack>
    )
  }
  return (
    <Stack>
      <Select
        {...common}
        label={text.label(action)}
        mark={text.optional}
        value={typed.why}
        options={[{ value: '', label: text.none }, ...options]}
        width="full"
      />
      {words}
    </Stack>
  )
}

/** What is wrong with the reason, for the top of the page. */
export function ReasonSummary({ problem, locale }: { problem: ReasonProblem | undefined; locale: Locale }) {
  if (!problem) return null
  const { heading } = reasonText(locale).errors
  return (
    <ErrorSummary heading={heading} problems={[{ href: `#${fieldId(problem.field)}`, text: problem.text }]} />
  )
}

function isReason(value: string): value is Reason {
  return (REASONS as readonly string[]).includes(value)
}
