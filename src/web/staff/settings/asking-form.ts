import { z } from 'zod'
import { DEFAULT_ASKING, type Asking } from '#domain/event-types/asking.ts'
import { choice, parseForm, wholeNumber, type Typed } from '#platform/forms.ts'
import { isTicked, problemsOf, readLength, ticked, typedLength, type Part } from './typed-values.ts'

export const APPROVALS = ['automatic', 'request'] as const

/** The most and the least that each can be; the database holds the same. */
export const ASKING_LIMITS = {
  suggestedTimes: { from: 1, to: 5 },
  answerWithinMinutes: { from: 60, to: 20_160 },
  offerMinutes: { from: 5, to: 1440 },
} as const

const { suggestedTimes, answerWithinMinutes, offerMinutes } = ASKING_LIMITS

const schema = z.object({
  approval: choice(APPROVALS),
  suggestedTimes: wholeNumber(suggestedTimes.from, suggestedTimes.to),
})

/** What the form of an event type says about asking; all of it, because a setting that is left out is lost. */
export function readAsking(typed: Typed): Part<Asking> {
  const parsed = parseForm(schema, typed)
  const answer = readSpan(typed, 'answerWithin', answerWithinMinutes)
  const offer = readSpan(typed, 'offer', offerMinutes)
  return {
    value: {
      ...(parsed.ok ? parsed.value : DEFAULT_ASKING),
      requestsHold: isTicked(typed, 'requestsHold'),
      answerWithinMinutes: answer.value,
      waitlist: isTicked(typed, 'waitlist'),
      offerMinutes: offer.value,
    },
    problems: { ...problemsOf(parsed), ...answer.problems, ...offer.problems },
  }
}

export function typedAsking(asking: Partial<Asking>): Typed {
  const all = { ...DEFAULT_ASKING, ...asking }
  return {
    approval: all.approval,
    suggestedTimes: String(all.suggestedTimes),
    requestsHold: ticked(all.requestsHold),
    ...typedLength('answerWithin', all.answerWithinMinutes),
    waitlist: ticked(all.waitlist),
    ...typedLength('offer', all.offerMinutes),
  }
}

function readSpan(typed: Typed, name: string, { from, to }: { from: number; to: number }): Part<number> {
  const { value, problems } = readLength(typed, name, from, to)
  const isEmpty = value === null && Object.keys(problems).length === 0
  return { value: value ?? from, problems: isEmpty ? { [`${name}-number`]: { code: 'required' } } : problems }
}
