import type { Child } from 'hono/jsx'
import { askingWords } from '#messages/settings-asking.ts'
import type { Locale } from '#messages/locale.ts'
import { Card } from '#ui/card.tsx'
import { APPROVALS } from './asking-form.ts'
import type { SettingsForm } from './settings-form.tsx'

/** How an event type lets people ask: for its times at all, for exceptions, and for times that are taken. */
export function askingFields(form: SettingsForm, locale: Locale): Child {
  const words = askingWords(locale)
  return (
    <Card heading={words.heading}>
      {form.radios(
        'approval',
        words.approval,
        APPROVALS.map((value) => ({
          value,
          label: words.approvals[value],
          hint: words.approvalHints[value],
        })),
      )}
      {form.text('suggestedTimes', words.suggested, {
        hint: words.suggestedHint,
        inputmode: 'numeric',
        width: 'short',
        required: true,
      })}
      {form.tick('requestsHold', words.keepsFree, words.keepsFreeHint)}
      {form.length('answerWithin', words.answerWithin, { hint: words.answerWithinHint })}
      {form.tick('waitlist', words.waitlist, words.waitlistHint)}
      {form.length('offer', words.offer, { hint: words.offerHint })}
    </Card>
  )
}
