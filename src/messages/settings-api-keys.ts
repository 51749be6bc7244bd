import type { Locale } from './locale.ts'

/** The page of API keys. `noun:verb` are the scopes as the reference of the API calls them. */
export function apiKeyWords(_locale: Locale) {
  return {
    title: 'API keys',
    lead: 'With a key, a program books and changes appointments as one of your team.',
    reference: 'Read what programs can do',

    working: 'Keys in use',
    revoked: (keys: number) => (keys === 1 ? '1 revoked key' : `${keys} revoked keys`),
    revokedCaption: 'Revoked keys',
    none: 'No keys in use',
    noneLine: 'Make one below for a program that books or changes appointments for you.',
    columns: {
      name: 'Name',
      member: 'Acts for',
      beginning: 'Begins with',
      scopes: 'Allowed',
      lastUse: 'Last use',
      made: 'Made',
      revoke: 'Revoke',
      revokedAt: 'Revoked',
    },
    never: 'Never',
    memberOff: (name: string) => `${name} (off, so the key opens nothing)`,

    revoke: (name: string) => `Revoke ${name}`,
    revokeLine: 'Programs that use this key stop working at once. It cannot be brought back.',
    revokeButton: 'Revoke this key',
    revoking: 'Revoking…',
    wasRevoked: 'The key is revoked',

    newHeading: 'Make a key',
    name: 'Name',
    nameHint: 'Say which program uses it, such as Website or Payroll.',
    member: 'Acts for',
    memberHint: 'The program can do what this person can do, and no more.',
    memberWithRole: (name: string, role: string) => `${name}, ${role}`,
    may: 'What it may do',
    presets: {
      everything: 'Everything the person may do',
      reading: 'Read everything, change nothing',
      chosen: 'Only what is ticked below',
    },
    scopes: 'Choose what it may do',
    nouns: {
      organization: 'Organization',
      team: 'Team and hours',
      event_types: 'Event types',
      booking_pages: 'Booking pages',
      policies: 'Policies',
      slots: 'Free times',
      bookings: 'Bookings',
      payments: 'Payments',
      refunds: 'Refunds',
      invoices: 'Invoices',
      customers: 'Customers',
      facts: 'Activity',
      deliveries: 'Messages',
      webhooks: 'Webhooks',
    } as Record<string, string>,
    verbs: { read: 'Read', write: 'Change' } as Record<string, string>,
    summary: {
      everything: 'Everything',
      reading: 'Read everything',
      part: (noun: string, verbs: readonly string[]) => `${noun}: ${verbs.join(', ').toLowerCase()}`,
    },
    submit: 'Make key',
    making: 'Making…',
    formTooOld: 'Send the form again',
    formTooOldLine: 'It was opened by somebody else or too long ago. Nothing was made yet.',
  }
}

/** The answer to a form that made a key, and the answer to the same form sent again. */
export function newApiKeyWords(_locale: Locale) {
  return {
    title: 'Your new key',
    made: (name: string) => `The key ${name} is made`,
    once: 'Copy it now and keep it where you keep passwords. It is not shown again.',
    key: 'Key',
    keyHint: 'Whoever has it can act as the person it stands for.',
    tryIt: 'Try it',
    tryItLine: 'Put the key into KEPT_KEY, then ask:',
    example: 'Example for a command line',
    reference: 'Read what programs can do',
    done: 'I have copied the key',
    againTitle: 'This key is made already',
    againLine:
      'The same form was sent twice. The key was shown after the first time and cannot be shown again.',
    againHelp: 'If you did not copy it, revoke it and make another.',
    back: 'API keys',
  }
}
