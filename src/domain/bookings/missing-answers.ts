import type { Question } from '#domain/event-types/question.ts'
import type { Booking } from './booking.ts'

/**
 * Questions of the booking form that became required since this was booked and were never answered. Whoever moves a
 * booking is asked these alone; the rest of the form was filled in already (seed article 001, step 6). Pure.
 */
export function missingAnswers({ answers, eventType }: Pick<Booking, 'answers' | 'eventType'>): Question[] {
  const given = new Set(answers.filter(({ answer }) => answer.trim() !== '').map(({ key }) => key))
  return eventType.questions.filter(({ key, required }) => required && !given.has(key))
}
