import type { Locale } from './locale.ts'

/** What stands around every page, and on the pages for addresses and requests that lead nowhere. */
export interface FrameText {
  skip: string
  reference: string
  help: string
  noContact: (business: string) => string
  /** The browser tab: the page, then the business. */
  tab: (page: string, business: string, failed: boolean) => string
}

export function frameText(_locale: Locale): FrameText {
  return {
    skip: 'Skip to the content',
    reference: 'Reference',
    help: 'Need help?',
    noContact: (business) => `Reply to any mail from ${business}.`,
    tab: (page, business, failed) => `${failed ? 'Error: ' : ''}${page} \u00B7 ${business}`,
  }
}

/** A heading and what to do next. */
export interface Explanation {
  title: string
  lines: string[]
}

const SENT =
  'Nothing was half done: it happened as a whole, or not at all. Look at your booking in a minute, before you send it again.'

/** Pages for requests that are answered with an error. `request` is the id that the log shows, too. */
export function errorText(_locale: Locale) {
  return {
    notFound: {
      title: 'There is no page at this address',
      lines: ['Check the address, or open the link in your mail again.'],
    },
    noBookingPage: {
      title: 'Nothing can be booked at this address',
      lines: [
        'The page may have moved or closed. Ask the business for its new address.',
        'Bookings that you have made are not affected. The link in your mail still opens them.',
      ],
    },
    noEventType: {
      title: 'This can no longer be booked here',
      lines: [
        'The business has taken it off this page.',
        'Bookings that you have made are not affected. The link in your mail still opens them.',
      ],
    },
    // Whoever only looked changed nothing; whoever sent something must look, because the answer was lost on its way.
    crashed: (request: string, hasSent: boolean): Explanation => ({
      title: 'Something went wrong on our side',
      lines: [
        hasSent ? SENT : 'Nothing was changed. Try again in a minute.',
        `If it happens again, give the business this code: ${request}.`,
      ],
    }),
    unavailable: (request: string, hasSent: boolean): Explanation => ({
      title: 'Bookings are out of reach for a moment',
      lines: [
        hasSent ? SENT : 'Nothing was changed. Try again in a minute.',
        `The code of this request is ${request}.`,
      ],
    }),
    reach: (business: string) => `You can reach ${business} without this page`,
    tooLarge: {
      title: 'That was too much text to send',
      lines: ['Nothing was changed. Go back, shorten what you wrote and send it again.'],
    },
    foreignForm: {
      title: 'This form came from another website',
      lines: ['Nothing was changed. Open the page itself and send the form from there.'],
    },
    badRequest: {
      title: 'This request could not be read',
      lines: ['Nothing was changed. Go back, and send the form again.'],
    },
    retry: 'Try again',
    home: 'Go to the front page',
  }
}

/** The front page of an installation. */
export function homeText(_locale: Locale) {
  return {
    title: 'Appointments, and changes to them',
    lead: 'Book, move or cancel an appointment. Each business has a page of its own.',
    forCustomers: 'You have a booking',
    forCustomersLine: 'Open the link in your mail. It shows your booking and what you can change.',
    lostLink: 'Send me a new link',
    forStaff: 'You work here',
    signIn: 'Sign in',
    demo: 'Try it with the sample world',
    demoLine: 'Everything here is made up. Its own bookings are never mailed to anybody.',
    demoStates: 'See every state of a booking',
    bookWith: (business: string) => `Book with ${business}`,
  }
}
