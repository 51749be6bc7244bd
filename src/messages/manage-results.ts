import { shortWhen } from './dates.ts'
import { count, spell, type Locale } from './locale.ts'

/** What is said after a change, about what is over, and where a link leads nowhere. */
export function resultText(locale: Locale) {
  const cancelled = spell(locale, 'cancelled')
  const Cancelled = spell(locale, 'Cancelled')
  return {
    canceled: {
      title: (sessions: number, all: boolean) =>
        all
          ? `Your booking is ${cancelled}`
          : `${count(sessions, 'session is', 'sessions are')} ${cancelled}`,
      label: `The ${cancelled} booking`,
      staying: 'Your other sessions stay as they are.',
    },
    moved: {
      title: 'Your booking is moved',
      from: 'From',
      oldTime: 'your old time',
      to: 'To',
      calendar: 'Your calendar follows when you open the new invitation in the mail.',
    },
    kept: { next: 'Nothing else is needed. You can still change the booking.' },
    mailSent: (address: string) => `A mail about it goes to ${address}.`,
    receipt: 'Receipt',
    at: (at: Temporal.Instant, zone: string, now: Temporal.Instant) => shortWhen(at, zone, locale, now),
    when: `${Cancelled} on`,
    movedOn: 'Moved on',
    refund: 'Refund',
    refundStates: {
      requested: (amount: string) => `${amount}, requested`,
      approved: (amount: string) => `${amount}, approved`,
      processing: (amount: string) => `${amount}, on its way`,
      succeeded: (amount: string) => `${amount}, sent`,
      failed: (amount: string) => `${amount}, delayed. We are looking into it.`,
      unknown: (amount: string) => `${amount}, being checked`,
      rejected: (amount: string) => `${amount}, refused`,
    } as Record<string, (amount: string) => string>,
    refundBySettlement: (amount: string, business: string) => `${amount}. ${business} settles it with you.`,
    scheduleAgain: 'Schedule an appointment',
    openBooking: 'See or change your booking',

    closed: {
      canceled: `This booking was ${cancelled}`,
      byHost: (host: string) => `${host} had to cancel. We are sorry.`,
      who: `${Cancelled} by`,
      you: 'You',
      channel: {
        mail_link: 'from the link in your mail',
        staff_page: '',
        booking_page: 'on the page',
        api: '',
        system: '',
        seed: '',
      } as Record<string, string>,
      why: 'Reason',
      noReason: 'None given',
      over: 'This appointment is over',
      overLead: 'It can no longer be changed. You can book another one.',
      noShow: 'We noted that you did not come',
    },

    pick: {
      heading: { booking: 'Choose a new time' },
      stays: 'Your current time stays yours until you confirm.',
      panelTimes: 'These are times when the whole panel can meet.',
      ruleFree: (until: string) => `Moving before ${until} is free.`,
      rule: (until: string) => `You can move until ${until}.`,
      nextWeek: (when: string) => `A week later: ${when}`,
      unreadable: 'Choose one of the times below',
      unreadableLine: 'The address named no time that we could read.',
      sameTime: 'That is the time you have now',
      sameTimeLine: 'Choose another one, or keep your booking.',
    },
    check: {
      heading: 'Check the new time',
      from: 'From',
      to: 'To',
      back: 'Choose another time',
      button: (when: string) => `Move to ${when}`,
    },
    taken: {
      title: 'That time has just been taken',
      unavailable: 'That time is not offered',
      untouched: (when: string) => `Your booking is untouched. It stays at ${when}.`,
      nearest: 'Nearest free times',
      insteadOf: (when: string) => `Instead of ${when}`,
      none: 'There is no free time near it.',
      other: 'See all free times',
    },

    lost: {
      title: 'This link does not open a booking.',
      lead: 'We can send you a new one.',
      askTitle: 'Send me a new link',
      askLead: 'Links to your bookings go to the address you booked with.',
      email: 'E-mail',
      emailHint: 'The address you booked with.',
      button: 'Send me a new link',
      sentTitle: 'Look in your mail',
      sent: 'If there are bookings for this address, their links are on the way.',
      nothing: 'Nothing after ten minutes? Look for a typing error, or call the business.',
      again: 'Try another address',
      tooManyTitle: 'That was asked for very often',
      tooMany: (minutes: number) =>
        `Wait ${minutes === 60 ? 'an hour' : `${minutes} minutes`}, then try again. Or call the business.`,
      errors: {
        heading: 'One thing needs an answer',
        prefix: 'Error: ',
        required: 'Write the e-mail address you booked with',
        wrong: 'Write an address such as name@example.com',
      },
    },
  }
}
