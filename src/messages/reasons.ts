import { listOf, spell, type Locale } from './locale.ts'

/** Reasons customers can choose from; `other` goes with words of their own. */
export const REASONS = ['time', 'ill', 'not_needed', 'travel', 'elsewhere', 'other'] as const

export type Reason = (typeof REASONS)[number]

/** Reasons that make sense for each action, in order of use. Nobody moves a booking they do not need. */
export const REASONS_FOR: Record<'cancel' | 'reschedule', readonly Reason[]> = {
  cancel: REASONS,
  reschedule: ['time', 'ill', 'travel', 'other'],
}

/** Everything said around the question why. */
export function reasonText(locale: Locale) {
  const acting = (action: 'cancel' | 'reschedule') =>
    action === 'cancel' ? spell(locale, 'cancelling') : 'rescheduling'
  return {
    label: (action: 'cancel' | 'reschedule') => `Reason for ${acting(action)}`,
    optional: '(optional)',
    required: '*',
    none: 'Rather not say',
    reasons: {
      time: 'The time no longer works',
      ill: "I'm ill",
      not_needed: "I don't need it any more",
      travel: "I can't travel there",
      elsewhere: 'I found another provider',
      other: 'Something else',
    } satisfies Record<Reason, string>,
    ownWords: 'In your own words',
    longest: (characters: number) => `Up to ${characters} characters.`,
    readBy: (names: readonly string[]) =>
      `${listOf(names, locale)} will read this. Please leave out medical details.`,
    errors: {
      heading: 'One thing needs an answer',
      missing: (action: 'cancel' | 'reschedule') => `Tell us why you are ${acting(action)}`,
      missingWords: 'Write your reason, or choose one from the list',
      tooLong: (longest: number, length: number) =>
        `Shorten this to ${longest} characters. It has ${length}.`,
      unknown: 'Choose a reason from the list',
    },
  }
}
