import { bookingText } from '#messages/booking.ts'
import { fieldErrorText, formText } from '#messages/forms.ts'
import type { Locale } from '#messages/locale.ts'
import { sessionsText } from '#messages/packages.ts'
import { cleanText, type Typed } from '#platform/forms.ts'
import type { Booking } from '#domain/bookings/booking.ts'
import { missingAnswers } from '#domain/bookings/missing-answers.ts'
import { ErrorSummary } from '#ui/error-summary.tsx'
import { TextArea, TextField } from '#ui/field.tsx'
import { Section, Stack } from '#ui/layout.tsx'
import { questionName } from './booking-form.ts'
import { fieldId, typedText } from './form-errors.ts'
import { ReasonSummary } from './manage-reason.tsx'
import type { PageState, SentAnswers } from './manage-section.ts'
import type { LinkView } from './manage-view.ts'

const LONGEST = { line: 500, text: 2_000 } as const

/** The answers a form holds, cleaned and judged; questions that are not missing are not read (seed article 001, step 6). */
export function readAnswers(typed: Typed, view: LinkView): SentAnswers {
  const questions = missingAnswers(view.booking)
  const fields = questions.map((question) => ({
    question,
    field: questionName(question),
    answer: cleanText(typedText(typed, questionName(question))),
  }))
  return {
    typed: Object.fromEntries(fields.map(({ field, answer }) => [field, answer])),
    problems: fields.flatMap(({ question, field, answer }) => {
      if (answer === '') return [{ field, text: bookingText(view.locale).unanswered(question.label) }]
      const longest = LONGEST[question.kind]
      return answer.length > longest
        ? [{ field, text: fieldErrorText({ code: 'too_long', longest }, question.label, view.locale) }]
        : []
    }),
  }
}

/** What an address brings back of them, without a word on what is missing. */
export function typedAnswers(query: Typed, view: LinkView): Record<string, string> {
  return readAnswers(query, view).typed
}

/** The same as a change takes them. */
export function answersOf(booking: Booking, { typed }: SentAnswers): { key: string; answer: string }[] {
  return missingAnswers(booking).map((question) => ({
    key: question.key,
    answer: typed[questionName(question)] ?? '',
  }))
}

/** What is wrong with a form of the last look, for the top of the page. */
export function FormSummary({
  state,
  locale,
}: {
  state: Pick<PageState, 'problem' | 'answers'>
  locale: Locale
}) {
  const answers = (state.answers?.problems ?? []).map(({ field, text }) => ({
    href: `#${fieldId(field)}`,
    text,
  }))
  if (answers.length === 0) return <ReasonSummary problem={state.problem} locale={locale} />
  const reason = state.problem ? [{ href: `#${fieldId(state.problem.field)}`, text: state.problem.text }] : []
  const problems = [...answers, ...reason]
  return <ErrorSummary heading={formText(locale).problems(problems.length)} problems={problems} />
}

/** The questions alone; the rest of the form was filled in when it was booked. */
export function MissingAnswers({ view, sent }: { view: LinkView; sent: SentAnswers | undefined }) {
  const questions = missingAnswers(view.booking)
  if (questions.length === 0) return null
  const text = sessionsText(view.locale)
  return (
    <Section heading={text.missing}>
      <Stack>
        <p class="quiet">{text.missingLine(view.booking.organization.name)}</p>
        {questions.map((question) => {
          const name = questionName(question)
          const props = {
            id: fieldId(name),
            name,
            label: question.label,
            value: sent?.typed[name] ?? '',
            error: sent?.problems.find(({ field }) => field === name)?.text,
            required: true,
          }
          return question.kind === 'line' ? (
            <TextField {...props} dir="auto" />
          ) : (
            <TextArea {...props} rows={3} />
          )
        })}
      </Stack>
    </Section>
  )
}
