import { closedSince, type ActionInWords } from './policy.ts'
import { cityOf, longDate, longWhen, shortDate, shortWhen } from './dates.ts'
import { count, listOf, spell, type Locale } from './locale.ts'

/** What a page about a booking calls it: one booking, a package of sessions, or a request nobody has confirmed. */
export type BookingNoun = 'booking' | 'sessions' | 'request'

const NUMBERS = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten']

/** What somebody is called in a sentence: "Dana" for Dana Reyes. Titles such as "Dr." stay with the name. */
export function calledName(name: string): string {
  const [first = name, ...rest] = name.trim().split(/\s+/u)
  return rest.length === 0 || NO_FIRST_NAME.test(first) ? name.trim() : first
}

// An initial or a title alone calls nobody.
const NO_FIRST_NAME = /^(?:\p{L}|.*\.|dr|mr|mrs|ms|mx|prof|sir)$/iu

/** The parts of a diary leaf: Thu, 3, Dec. */
export function dateLeaf(
  at: Temporal.Instant,
  zone: string,
): { weekday: string; day: string; month: string } {
  const [weekday = '', day = '', month = ''] = shortDate(at, zone, 'en-GB').split(' ')
  return { weekday, day, month }
}

/** Who hears of a change: the hosts of the booking, the primary one first, and how many guests there are. */
export interface ToldPeople {
  lead: string
  others: readonly string[]
  guests: number
}

/** Everything the manage pages say. Labels of controls are those customers know from the mail. */
export function manageText(locale: Locale) {
  const cancelled = spell(locale, 'cancelled')
  return {
    question: (noun: BookingNoun) =>
      `How would you like to update ${noun === 'booking' ? 'this booking' : noun === 'sessions' ? 'these sessions' : 'this booking request'}?`,
    choices: 'What you can do',
    reschedule: 'Reschedule',
    cancel: 'Cancel',
    keep: 'Keep',
    noteTooLate: 'too late online',
    noteNotOnline: 'not online',
    noteComing: 'you are coming',

    yourBooking: 'Your booking',
    withHosts: (eventType: string, lead: string, others: number) =>
      others === 0
        ? `${eventType} with ${lead}`
        : `${eventType} with ${lead} and ${count(others, 'other', 'others')}`,
    withHost: (host: string) => `with ${host}`,
    panel: 'Panel',
    lead: 'Lead',
    panelist: 'Panelist',
    where: 'Where',
    price: 'Price',
    notPaidOnline: 'Nothing was paid online.',
    guests: 'Guests',
    guestsWillBeTold: (guests: number) =>
      `${NUMBERS[guests] ?? guests} ${guests === 1 ? 'guest' : 'guests'} will be told of changes.`,
    sessions: 'Sessions',
    sessionWhen: (start: Temporal.Instant, end: Temporal.Instant, zone: string) =>
      longWhen(start, end, zone, locale),
    sessionNumber: (position: number) => `Session ${position + 1}`,
    states: {
      held: 'Held for you',
      requested: 'Requested',
      scheduled: 'Scheduled',
      rescheduled: 'Rescheduled',
      in_progress: 'Going on',
      awaiting_update: 'Waiting for an update',
      completed: 'Completed',
      canceled: spell(locale, 'Cancelled'),
      no_show: 'No-show',
      failed: 'Not carried out',
      created: 'Scheduled',
      updated: 'Updated',
      coming: 'You are coming',
    },

    policyHeading: { cancel: `${spell(locale, 'Cancellation')} policy`, reschedule: 'Reschedule policy' },
    agreed: (at: Temporal.Instant, zone: string, version: number) =>
      `Agreed on ${plainDate(at, zone, locale)} (version ${version})`,
    /** The words around the time that is left, which the browser counts down. */
    stillPossible: (action: ActionInWords, until: string) => ({
      before: `You can ${action === 'cancel' ? 'cancel' : 'move'} for another`,
      after: `, until ${until}.`,
      passed: 'less than a minute',
    }),

    cancelHeading: (noun: BookingNoun) =>
      `Cancel the ${noun === 'request' ? 'request' : noun === 'sessions' ? 'sessions' : 'booking'}`,
    ifYouCancel: 'If you cancel now',
    ifYouMove: 'If you move now',
    nothingOwed: 'Nothing was paid online, and nothing is owed.',
    businessSettles: (business: string) =>
      `Nothing was paid online. ${business} settles with you what the policy says.`,
    youGetBack: 'You get back',
    youWillOwe: 'You will owe',
    toPay: 'To pay',
    told: (people: ToldPeople) => toldSentence(people, 'will be told', locale),
    haveBeenTold: (people: ToldPeople) => toldSentence(people, 'been told', locale),
    cancelButton: (noun: BookingNoun, chosen: number) =>
      noun === 'sessions'
        ? `Cancel ${count(chosen, 'session', 'sessions')}`
        : `Cancel the ${noun === 'request' ? 'request' : 'booking'}`,
    cancelAndGet: (act: string, amount: string) => `${act} and get ${amount} back`,
    cancelForCredit: (act: string, amount: string) => `${act} for ${amount} credit`,
    cancelAndPay: (amount: string) => `Cancel and pay ${amount}`,
    cancelAndOwe: (amount: string) => `Cancel and owe ${amount}`,
    cancelUndecided: (amount: string) => `Cancel, up to ${amount} may be kept`,
    cancelForNothing: 'Cancel, nothing back',
    keepButton: 'Keep my booking',
    canceling: `${spell(locale, 'Cancelling')}…`,
    sending: 'Sending…',
    moving: 'Moving…',
    chooseSessions: {
      cancel: 'Sessions you can cancel',
      reschedule: 'Sessions you can reschedule',
      next: { cancel: 'See what happens', reschedule: 'See available times' },
      none: 'Choose at least one session',
      unknown: 'That session does not belong to this booking. Choose from the list.',
      closed: 'One of them can no longer be changed online. Choose from the others.',
      problem: 'No session is chosen yet',
    },
    effectFree: 'free',
    effectBack: (amount: string) => `${amount} back`,
    effectFee: (amount: string) => `${amount} fee`,
    effectOwed: (amount: string) => `you owe ${amount}`,
    effectUndecided: (amount: string) => `up to ${amount} may be kept`,
    effectTooLate: (when: string) => `too late since ${when}`,
    effectNot: 'not online',
    chosenSessions: `Sessions that will be ${cancelled}`,
    otherSessions: 'Choose other sessions',

    keepHeading: 'Keep your booking',
    keepLead: 'Nothing changes unless you tell us.',
    keepHint: (lead: string) => `Tell ${lead} that you are coming, and nobody needs to ask again.`,
    keepYes: "I'll be there",
    keptAlready: (at: Temporal.Instant, zone: string, now: Temporal.Instant) =>
      `You told us on ${shortWhen(at, zone, locale, now)} that you are coming.`,
    keptThanks: (lead: string) => `Thanks. We told ${lead} you're coming.`,
    keepNotYet: (lead: string) => `${lead} has not confirmed this time yet. We will mail you.`,

    blocked: blockedText(locale),
    stillWorks: 'What still works',
    contact: (business: string) => `${business} can still change it for you.`,
    noContact: (business: string) => `Reply to any mail from ${business}. They can still change it for you.`,
    call: (number: string) => `Call ${number}`,
    write: 'Write a mail',
    moveInstead: 'Move it instead',
    cancelInstead: 'Cancel it instead',
    fromBusiness: (business: string) => `${business} says`,

    check: {
      cancel: 'Check: cancel this booking?',
      reschedule: 'Check: move this booking?',
      keep: 'Check: will you be there?',
      lead: 'This form came back faster than people read. Press the button if it was you.',
    },
    refused: {
      expiredTitle: 'This page was open for too long',
      expired: 'Nothing has changed. We looked again just now. Confirm it once more.',
      priceTitle: 'The price changed while this page was open',
      price: (before: string, after: string) =>
        `It was ${before} and is now ${after}. Nothing has changed yet.`,
      changedTitle: 'This booking was changed while your page was open',
      changed: 'Nothing of what you sent was done. This is how the booking stands now.',
      unreadableTitle: 'This form does not belong to this booking',
      unreadable: 'Nothing was changed. Open the booking and start again.',
      open: 'Open the booking',
      guestTitle: 'Guests can look, but not change',
      guest: 'Nothing was changed. Ask the person who invited you.',
    },
    guest: {
      title: (host: string) => `You are invited by ${host}`,
      over: 'This invitation is over',
      canceled: `This meeting was ${cancelled}`,
      lead: (customer: string) => `Only ${customer} can change this booking.`,
    },
    calendarFile: 'Add to calendar',
    calendarFileHint: 'Adds a copy that will not update.',
    showingZone: (zone: string) => `Showing ${cityOf(zone)} time.`,
    useOwnZone: 'Use {city} time instead',
    unknownZoneTitle: 'We changed what is shown',
    unknownZone: (zone: string) =>
      `We do not know the time zone in the address. Times are shown in ${cityOf(zone)} time.`,
  }
}

function blockedText(locale: Locale) {
  const cancelled = spell(locale, 'cancelled')
  const did = (action: ActionInWords) => (action === 'cancel' ? cancelled : 'moved')
  const act = (action: ActionInWords) => (action === 'cancel' ? 'cancel' : 'move it')
  return {
    tooLate: (action: ActionInWords) => `It is too late to ${act(action)} online`,
    closed: (
      action: ActionInWords,
      closedAt: Temporal.Instant,
      noticeMinutes: number,
      zone: string,
      now: Temporal.Instant,
    ) => closedSince(action, closedAt, noticeMinutes, zone, now, locale),
    never: "This booking can't be changed online",
    neverThis: (action: ActionInWords) => `This booking can't be ${did(action)} online`,
    switchedOff: (action: ActionInWords, business: string) =>
      `${business} has paused ${action === 'cancel' ? spell(locale, 'cancelling') : 'moving'} online`,
    limit: (limit: number) =>
      limit === 0
        ? 'This booking cannot be moved'
        : `This booking was moved ${limit === 1 ? 'once' : `${limit} times`} already`,
    limitLine: 'The policy you agreed to allows no further move.',
    started: 'The meeting has started',
    startedLine: (start: string) => `It began at ${start}. Online changes end with the start.`,
    notOpen: (action: ActionInWords) => `This can no longer be ${did(action)}`,
  }
}

function toldSentence(
  { lead, others, guests }: ToldPeople,
  ending: 'will be told' | 'been told',
  locale: Locale,
): string {
  const hosts =
    others.length === 0
      ? lead
      : others.length === 1
        ? `${lead} (lead) and ${others[0]}`
        : `${lead} (lead) and ${others.length} others`
  const all =
    guests === 0
      ? [hosts]
      : [hosts, guests === 1 ? 'your guest' : `${(NUMBERS[guests] ?? String(guests)).toLowerCase()} guests`]
  const people = others.length === 0 || guests === 0 ? listOf(all, locale) : `${hosts}, and ${all[1]}`
  const one = others.length === 0 && guests === 0
  return `${people} ${ending === 'will be told' ? ending : `${one ? 'has' : 'have'} ${ending}`}.`
}

/** "12 November 2026" without its weekday; in American English "November 12, 2026". */
function plainDate(at: Temporal.Instant, zone: string, locale: Locale): string {
  return longDate(at, zone, locale).replace(/^\p{L}+,? /u, '')
}

/** What a downloaded calendar file says. */
export function calendarText(locale: Locale) {
  return {
    summary: (eventType: string, business: string) => `${eventType}, ${business}`,
    description: (hosts: readonly string[], link: string) =>
      `With ${listOf(hosts, locale)}.\nSee or change your booking: ${link}`,
  }
}
