import { cityOf, minutesInWords, shortWhen } from './dates.ts'
import { count, eitherOf, listOf, spell, type Locale } from './locale.ts'
import { money } from './money.ts'

/** What a place is, as far as words need it. */
export interface PlaceInWords {
  locationKind: string
  locationDetail: string
}

/** "Pier Road, London", "By phone", "By video". What stands behind a video or phone meeting is only told once booked. */
export function placeText({ locationKind, locationDetail }: PlaceInWords, _locale: Locale): string {
  if (locationKind === 'in_person') return locationDetail || 'In person'
  if (locationKind === 'phone') return 'By phone'
  return locationKind === 'video' ? 'By video' : 'At your place'
}

/** "£40.00", or "Free". */
export function priceText(
  price: { paymentMode: string; priceMinor: bigint; currency: string },
  locale: Locale,
): string {
  return price.paymentMode === 'free' || price.priceMinor === 0n
    ? 'Free'
    : money(price.priceMinor, price.currency, locale)
}

/** "45 minutes", "3 sessions of 45 minutes". */
export function lengthText(sessions: number, minutes: number): string {
  return sessions === 1 ? minutesInWords(minutes) : `${sessions} sessions of ${minutesInWords(minutes)}`
}

/** Everything said between choosing what to book and having booked it. */
export function bookingText(locale: Locale) {
  return {
    chooseType: 'Choose what to book',
    searchLabel: 'Search',
    searchButton: 'Search',
    nothingFound: (words: string) => `Nothing here is called \u201C${words}\u201D`,
    showAll: 'Show everything',
    nothingOffered: 'Nothing can be booked here now',
    nothingOfferedLine: 'Ask the business when it opens again. Bookings that you have made are not affected.',
    nextFree: (start: Temporal.Instant, zone: string, now: Temporal.Instant) =>
      `Next free: ${shortWhen(start, zone, locale, now)} (${cityOf(zone)})`,
    nothingFree: 'No free times now',

    backToTypes: 'All appointments',
    backToTimes: 'All times',
    chooseTime: 'Choose a time',
    whenAllCanMeet: 'These are the times when all can meet.',
    panel: 'Who you meet',
    oneOf: (names: readonly string[]) => eitherOf(names, locale),
    withHost: (name: string) => `With ${name}`,
    withPanel: (people: number) => `With ${count(people, 'person', 'people')}`,
    lead: 'Lead',
    panelist: 'Panelist',
    terms: { price: 'Price', place: 'Where', host: 'Who' },
    changeTime: 'Change the time',

    chooseFirst: 'Choose a time first',
    chooseFirstLine: 'The address of the page before did not name a time we can read.',
    justTaken: 'Somebody was faster: this time is taken',
    chooseNearest: 'Nothing was booked. Choose one of the nearest free times.',
    keptBelow: 'What you wrote is kept.',
    notOffered: 'This time is not offered any more',
    goneBefore: 'This time is not free any more',
    goneBeforeLine:
      'Choose another time below. If you have just booked this one yourself, your mail has everything.',
    nearest: 'Nearest free times',
    allTimes: 'Show all times',
    noneNear: 'There is no free time near it.',
    oldForm: 'This form was open for a long time',
    oldFormLine: 'Nothing was booked. Check what you wrote, and book again.',

    details: 'Your details',
    yourTime: 'Your time',
    name: 'Name',
    email: 'E-mail',
    emailHint: 'The confirmation goes here, with the link to change or cancel.',
    phone: 'Phone',
    phoneHint: 'We call this number at the time you chose.',
    guests: 'Guests',
    guestsHint: 'E-mail addresses, one on each line, 10 at most. They are told of every change.',
    zone: 'Time zone',
    nameMissing: 'Write your name.',
    emailMissing: 'Write your e-mail address.',
    phoneMissing: 'Write the phone number we should call.',
    unanswered: (question: string) => `Answer \u201C${question}\u201D.`,
    phoneWrong: `Write a phone number in \u201CPhone\u201D, such as +44 20 7946 0123.`,
    guestWrong: (address: string) =>
      `Check \u201C${address}\u201D in \u201CGuests\u201D: it is no e-mail address.`,
    tooManyGuests: (most: number) => `Leave ${most} addresses at most in \u201CGuests\u201D.`,
    ifPlansChange: 'If your plans change',
    price: 'Price',
    bookAt: (start: Temporal.Instant, zone: string, now: Temporal.Instant) =>
      `Book ${shortWhen(start, zone, locale, now)}`,
    bookTimes: (times: number) => `Book ${times} times`,
    bookChosen: 'Book the time you chose',
    busy: 'Booking\u2026',
  }
}

/** Everything said once it is booked. */
export function bookedText(locale: Locale) {
  return {
    ifPlansChange: 'If your plans change',
    booked: 'Booked',
    sessionOf: (position: number, total: number) => `Session ${position} of ${total}`,
    whatNext: 'What happens next',
    mailSent: (address: string) => `A mail with everything and your link goes to ${address}.`,
    guestsTold: (guests: number) =>
      `${guests === 1 ? 'One guest gets' : `${guests} guests get`} a mail of their own.`,
    hostsTold: (names: readonly string[]) =>
      `${listOf(names, locale)} ${names.length === 1 ? 'is' : 'are'} told, too.`,
    place: {
      in_person: (detail: string) => (detail ? `Come to ${detail}.` : 'The mail says where to come.'),
      phone: (phone: string) => `We call you on ${phone}.`,
      video: 'The link for the video call comes by mail.',
      join: 'Join the video call here:',
      customer_place: 'We come to you.',
    },
    calendar: 'Add to your calendar',
    calendarFile: 'Download the calendar file',
    calendarOf: (start: Temporal.Instant, zone: string, now: Temporal.Instant) =>
      `Calendar file for ${shortWhen(start, zone, locale, now)}`,
    calendarNote: 'Adds a copy that will not update.',
    changeOrCancel: 'Change or cancel',
    bookAnother: 'Book another',
    untilStart: (action: 'cancel' | 'move') => `You can ${action} online until the start.`,
    closedAlready: (action: 'cancel' | 'move') =>
      `It is too late to ${action === 'cancel' ? 'cancel' : 'move it'} online. Call or write instead.`,
    neverOnline: (action: 'cancel' | 'move') =>
      action === 'cancel'
        ? `This booking cannot be ${spell(locale, 'cancelled')} online.`
        : 'This booking cannot be moved online.',
  }
}
