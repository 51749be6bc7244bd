import { listOf, type Locale } from './locale.ts'

/** Words of the frame that every staff page has. */
export function frameWords(_locale: Locale) {
  return {
    skip: 'Skip to the content',
    nav: 'Main',
    more: 'More',
    activity: 'Activity',
    questions: 'Questions',
    waitlist: 'Waiting',
    refunds: 'Refunds',
    payments: 'Payments',
    outbox: 'Outbox',
    settings: 'Settings',
    signOut: 'Sign out',
    errorPrefix: 'Error: ',
    unread: (count: string) => `${count} unread`,
    waiting: (count: string) => `${count} waiting`,
  }
}

/** Words of pages that refuse. */
export function refusalWords(locale: Locale) {
  return {
    forbiddenTitle: 'Your role does not include this',
    forbidden: (role: string, helpers: string[]) =>
      `You are signed in as ${role}. Nothing was changed.${helpers.length > 0 ? ` ${listOf(helpers, locale)} can do this or change your role.` : ''}`,
    missingTitle: 'This page does not exist',
    missing: 'The address may be old or mistyped. Nothing was changed.',
    toActivity: 'Go to the activity',
  }
}
