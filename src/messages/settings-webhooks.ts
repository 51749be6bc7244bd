import type { Locale } from './locale.ts'

/** Words of the pages about webhooks. */
export function webhookWords(_locale: Locale) {
  return {
    title: 'Webhooks',
    lead: 'Addresses of your own programs that are told of bookings and every change to them.',
    back: 'Webhooks',
    add: 'Add a webhook',
    none: 'No webhooks yet',
    noneLine: 'Add the address of a program, and it hears of each booking within seconds.',
    address: 'Address',
    events: 'Events',
    state: 'State',
    made: 'Made by',
    allEvents: 'All',
    newTitle: 'Add a webhook',
    newLead: 'Kept sends a signed message to this address whenever something happens to a booking.',
    about: 'The program',
    url: 'Address',
    urlHint: 'An https address on the public internet, such as https://example.com/kept.',
    description: 'Description',
    descriptionHint: 'For your colleagues, such as Payroll.',
    whichEvents: 'Events to send',
    whichEventsHint: 'Tick none to send all of them, also those that come with later versions.',
    withLinks: 'Send the customer’s own link along',
    withLinksHint: 'Whoever has the link can change the booking. Leave it off unless the program needs it.',
    active: 'Send events',
    activeHint: 'Off: what is waiting is dropped. On again: it hears of what happens from then on.',
    submitNew: 'Add webhook',
    submit: 'Save webhook',
    saved: 'The webhook is saved',
    removed: 'The webhook is removed',
    pinged: 'A ping is on its way. Its outcome stands below in a moment.',
    on: 'Sending',
    off: {
      switched_off: 'Off',
      gave_up: 'Off: nothing was taken for 72 hours',
      gone: 'Off: the address is gone',
    },
    offNotice: {
      switched_off: 'This webhook is off',
      gave_up: 'This webhook was switched off, because nothing was taken for 72 hours',
      gone: 'This webhook was switched off, because the address answered that it is gone',
    },
    offNoticeLine: 'Send a ping to try it. When it works, tick “Send events” and save.',
    secret: 'Signing secret',
    secretTitle: 'Copy the signing secret now',
    secretLine: 'It is shown this once. Your program checks with it that a message comes from here.',
    secretShown: 'The secret was shown when it was made, and stands nowhere. Lost it? Make a new one.',
    overlap: (until: string) => `The former secret still signs until ${until}.`,
    rotate: 'Make a new secret',
    rotating: 'Making it…',
    rotateLine: 'For 24 hours messages are signed with both secrets, so no message is lost.',
    goOn: 'Go on to the webhook',
    calls: 'Newest messages',
    noCalls: 'Nothing has been sent yet.',
    event: 'Event',
    answer: 'Answer',
    attempts: 'Attempts',
    when: 'Made',
    notWritten: 'Not written yet',
    toOutbox: 'See all messages in the outbox',
    ping: 'Send a ping',
    pinging: 'Sending…',
    removal: 'Remove this webhook',
    removalLine: 'What is waiting for it is dropped. The log of what was sent stays.',
    remove: 'Remove webhook',
    removing: 'Removing…',
  }
}

/** What an event is about, for the check boxes; the code itself stands beside it. */
export function webhookEventWords(event: string, _locale: Locale): string {
  const words: Record<string, string> = {
    'booking.scheduled': 'Somebody booked',
    'booking.rescheduled': 'All of a booking moved',
    'booking.canceled': 'All of a booking was called off',
    'booking.session.rescheduled': 'Some sessions moved',
    'booking.session.canceled': 'Some sessions were called off',
    'booking.changed': 'Some sessions moved and others were called off, at once',
    'booking.confirmed_by_customer': 'The customer said that they come',
    'session.completed': 'A session is over',
    'session.no_show': 'The customer did not come',
    'session.no_show_reverted': 'The customer did come after all',
    'policy.refused': 'A customer tried what the policy does not allow',
    ping: 'A test',
  }
  return words[event] ?? event
}

/** Why an address cannot be used. It begins with what to do. */
export function addressProblem(why: string): string {
  const sentences: Record<string, string> = {
    not_an_address: 'Write a whole address, such as https://example.com/kept.',
    not_https: 'Use an address that begins with https.',
    has_credentials: 'Leave out the user name and password.',
    unknown_host: 'Check the name. It leads nowhere at the moment.',
    not_public: 'Use an address on the public internet. This one lies inside a private network.',
  }
  return sentences[why] ?? sentences['not_an_address']!
}

/** Words of the mail to whoever made a webhook that was switched off. */
export function webhookMailWords(_locale: Locale) {
  return {
    subject: 'A webhook was switched off',
    opening: (host: string, isGone: boolean) => [
      isGone
        ? `The program at ${host} answered that its address is gone.`
        : `The program at ${host} took no message for 72 hours.`,
      'It hears of nothing until you switch it on again. What happened meanwhile is in the activity of each booking.',
    ],
    button: 'Open the webhook',
    footer: (business: string) => `You get this because you made this webhook for ${business}.`,
    over: 'the webhook was removed or switched on again',
  }
}
