import { count, spell, type Locale } from './locale.ts'
import type { DoneBy, MailReader } from './mail.ts'

/** What a mail tells of asking, answering and taking back; what it tells of a booking itself stands in mail.ts. */
export type AskMailKind =
  | 'requested'
  | 'request_canceled'
  | 'asked'
  | 'answered'
  | 'expired'
  | 'restored'
  | 'new_time_asked'
  | 'guest_left'

/** What the words of one such mail are made of; times and amounts come as the reader reads them. */
export interface AskMailFacts {
  kind: AskMailKind
  reader: MailReader
  /** Of an ask: what is asked. */
  ask: 'booking' | 'move' | 'exception'
  action: 'book' | 'cancel' | 'reschedule'
  /** Of an answer. */
  answer: 'approved' | 'free' | 'fee' | 'times' | 'new_times' | 'no' | null
  /** An answer that nobody used before it ran out. */
  wasGranted: boolean
  /** "Thu 3 Dec, 2:30pm", of the first session the mail speaks of. */
  when: string
  /** The first new time that is asked for or approved; empty where there is none. */
  wanted: string
  /** How many times are suggested or offered in all. */
  times: number
  /** "Dana and 2 others" for the customer, the customer's name for the team. */
  withWhom: string
  told: number
  sessions: number
  eventType: string
  business: string
  customer: string
  /** Who did it. */
  by: DoneBy
  /** Whose time it is, whoever did it. */
  host: string
  /** The guest who left. */
  guest: string
  /** When it happened. */
  at: string
  /** Until when there is to be an answer, or an answer can be used; empty where nothing runs. */
  until: string
  /** "£5.00", or "£10.00 (2 × £5.00)"; empty is free. */
  fee: string
  /** What has to be paid for an approved booking; empty where a card is left. */
  due: string
  /** Suggested times are kept until the answer. */
  held: boolean
  /** The first of the times has begun or is over. */
  hasBegun: boolean
  /** Something was paid that stays with the booking. */
  paid: boolean
  /** What no longer goes back; empty where nothing would have. */
  back: string
  credit: string
}

/** The subject carries the fact first: "Requested: Thu 3 Dec, 2:30pm or 2 other times with Dana". */
export function askSubject(facts: AskMailFacts, locale: Locale): string {
  const { kind, when, withWhom, told, sessions, wanted } = facts
  const several =
    told > 1 ? `${told === sessions ? '' : `${told} of `}${count(sessions, 'session', 'sessions')}` : ''
  const what = `${several ? `${several} from ` : ''}${when} with ${withWhom}`
  switch (kind) {
    case 'requested':
      return `Requested: ${oneOf(facts)} with ${withWhom}`
    case 'request_canceled':
      return `Request ${spell(locale, 'cancelled')}: ${what}`
    case 'asked':
      if (facts.ask === 'booking') return `Requested: ${oneOf(facts)} with ${withWhom}`
      if (facts.ask === 'move') return `New time asked for: ${wanted} with ${withWhom}`
      return `Asked to ${facts.action === 'cancel' ? 'cancel' : 'move'}: ${what}`
    case 'answered':
      return answerSubject(facts, several ? `${several} with ${withWhom}` : what)
    case 'expired':
      if (facts.ask === 'booking') return `Request ran out: ${what}`
      return facts.wasGranted ? `Answer ran out: ${what}` : `No answer in time: ${what}`
    case 'restored':
      return `Back on: ${what}`
    case 'new_time_asked':
      return `New time needed: ${what}`
    case 'guest_left':
      return facts.reader === 'guest'
        ? `Not expected any more: ${what}`
        : `${facts.guest} will not come: ${what}`
  }
}

function oneOf({ when, told, times }: AskMailFacts): string {
  if (told > 1) return `${count(told, 'session', 'sessions')} from ${when}`
  return times > 1 ? `${when} or ${count(times - 1, 'other time', 'other times')}` : when
}

function answerSubject(
  { ask, answer, action, until, wanted, when, withWhom, fee, due }: AskMailFacts,
  what: string,
): string {
  if (ask === 'booking') {
    if (answer === 'approved') return `${due ? `Pay ${due}` : 'Leave a card'} by ${until}: ${what}`
    return answer === 'new_times' ? `Other times needed: ${when} with ${withWhom}` : `Declined: ${what}`
  }
  const cost = fee ? `for ${fee}` : 'for free'
  if (answer === 'no') return `It stays: ${what}`
  if (answer === 'approved') return `Approved ${cost}: ${wanted || when} with ${withWhom}`
  if (answer === 'times' || answer === 'new_times') return `Other times for ${what}`
  return `You can ${action === 'cancel' ? 'cancel' : 'move'} ${cost}: ${what}`
}

/** The first line of the mail itself. */
export function askHeading(facts: AskMailFacts, locale: Locale): string {
  const { kind, reader, eventType, customer, business } = facts
  const isTeam = reader === 'team'
  switch (kind) {
    case 'requested':
      if (isTeam) return `${customer} asks for ${eventType}`
      return facts.told > 1 ? `You asked for ${facts.told} sessions` : 'You asked for a time'
    case 'request_canceled':
      return isTeam
        ? `The request for ${eventType} is ${spell(locale, 'cancelled')}`
        : `Your request is ${spell(locale, 'cancelled')}`
    case 'asked':
      return askedHeading(facts)
    case 'answered':
      return answerHeading(facts)
    case 'expired':
      if (facts.ask === 'booking') return 'Your request ran out'
      return facts.wasGranted ? 'The answer you had has run out' : `${business} did not answer in time`
    case 'restored':
      return reader === 'customer' ? 'Your booking is back' : `${eventType} is back on`
    case 'new_time_asked':
      return reader === 'customer' ? 'Choose another time' : `${eventType} needs another time`
    case 'guest_left':
      return reader === 'guest' ? 'You are not expected any more' : `${facts.guest} will not come`
  }
}

function askedHeading({ reader, ask, action, customer, business }: AskMailFacts): string {
  const isTeam = reader === 'team'
  if (ask === 'booking') return isTeam ? `${customer} suggests other times` : 'You suggested other times'
  if (ask === 'move') return isTeam ? `${customer} asks for a new time` : 'You asked for a new time'
  const what = action === 'cancel' ? 'to cancel' : 'to move'
  return isTeam ? `${customer} asks ${what}` : `You asked ${business} ${what}`
}

function answerHeading({ ask, answer, by, times, action }: AskMailFacts): string {
  if (ask === 'booking') {
    if (answer === 'approved') return 'Your time is approved'
    return answer === 'new_times' ? `${by.name} asks for other times` : 'Your request was declined'
  }
  if (answer === 'no') return `${by.name} cannot change it`
  if (answer === 'approved') return 'Your new time is approved'
  if (answer === 'times') return `${by.name} offers ${count(times, 'time', 'times')}`
  if (answer === 'new_times') return `${by.name} asks for another time`
  return action === 'cancel' ? 'You can cancel after all' : 'You can move it after all'
}

/** What happened, what comes next, and by when. */
export function askOpening(facts: AskMailFacts, locale: Locale): string[] {
  const { kind, reader, customer, business, by, at, until } = facts
  const isTeam = reader === 'team'
  switch (kind) {
    case 'requested':
      return isTeam ? toDecide(facts) : ['Nothing is booked yet.', ...waits(facts)]
    case 'request_canceled':
      return [`${by.kind === 'reader' ? 'You' : by.name} took it back on ${at}. Nothing was booked.`]
    case 'asked':
      return askedOpening(facts)
    case 'answered':
      return answerOpening(facts)
    case 'expired':
      if (facts.ask === 'booking' && facts.wasGranted)
        return ['We did not hear from you in time. Nothing was booked, and you pay nothing.']
      if (facts.ask === 'booking')
        return [`${business} did not answer by ${until}. We are sorry. Nothing was booked.`]
      return facts.wasGranted
        ? ['You did not use it in time. Your booking stays as it is.']
        : ['We are sorry. Your booking stays as it is.']
    case 'restored':
      if (reader === 'guest') return ['It takes place after all.']
      return [
        `${by.kind === 'reader' ? 'You' : customer} took the ${spell(locale, 'cancellation')} back on ${at}.`,
        ...(facts.back ? [`Nothing goes back: ${facts.back} stays paid.`] : []),
        ...(facts.credit ? [`The credit of ${facts.credit} is gone with it.`] : []),
      ]
    case 'new_time_asked':
      return newTimeOpening(facts)
    case 'guest_left':
      return reader === 'guest'
        ? ['You said that you will not come. The booking goes on without you.']
        : ['Everything else stays as it is.']
  }
}

function toDecide({ times, told, until, held }: AskMailFacts): string[] {
  const choice =
    told === 1 && times > 1
      ? `Pick one of the ${times} times, or ask for others.`
      : 'Say yes, or ask for another time.'
  return [
    choice,
    `Answer by ${until}, or the request runs out.${held ? ' The times are kept until then.' : ''}`,
  ]
}

function waits({ business, until, held, times, told }: AskMailFacts): string[] {
  const it = times > 1 || told > 1 ? 'The times are' : 'The time is'
  return [`${business} has until ${until} to answer.${held ? ` ${it} kept for you until then.` : ''}`]
}

function askedOpening(facts: AskMailFacts): string[] {
  const { reader, ask, until } = facts
  const isTeam = reader === 'team'
  if (ask === 'booking') return isTeam ? toDecide(facts) : ['Nothing is booked yet.', ...waits(facts)]
  if (ask === 'move')
    return isTeam
      ? [`The present time stays until you decide. Answer by ${until}.`]
      : ['Your present time stays yours until there is an answer.', ...waits({ ...facts, held: false })]
  return isTeam
    ? [`It is outside the policy, so you decide. Answer by ${until}.`]
    : ['Your booking stays as it is until there is an answer.', ...waits({ ...facts, held: false })]
}

function answerOpening({ ask, answer, action, fee, due, until, by, paid }: AskMailFacts): string[] {
  if (ask === 'booking') {
    if (answer === 'approved')
      return [
        `${due ? `Pay ${due}` : 'Leave a card'} by ${until} and it is booked. Otherwise the time is given back.`,
      ]
    if (answer === 'new_times') return [`None of the times works. Suggest others by ${until}.`]
    return [`${by.name} cannot offer it. Nothing was booked, and you pay nothing.`]
  }
  if (answer === 'no') return ['Your booking stays as it is.']
  const cost = fee ? `It costs ${fee}.` : 'It costs nothing.'
  const stays = 'Until then your booking stays as it is.'
  if (answer === 'approved') return [`${cost} Move by ${until}, or you keep your present time.`]
  if (answer === 'times') return [`${cost} Choose one by ${until}. ${stays}`]
  if (answer === 'new_times') return ['Choose another one. Your present time stays yours until then.']
  if (action === 'reschedule') return [`${cost} Choose a new time by ${until}. ${stays}`]
  const back = fee || !paid ? cost : 'You get everything back.'
  return [`${back} Cancel by ${until}. ${stays}`]
}

function newTimeOpening({ reader, by, host, customer, at, paid, told, hasBegun }: AskMailFacts): string[] {
  const [time, is] = told > 1 ? ['times', 'are'] : ['time', 'is']
  if (reader === 'guest')
    return [`The ${time} below ${is} given up. We write as soon as there is another one.`]
  if (reader === 'team') return [`${by.name} gave the ${time} up on ${at}. ${customer} chooses another one.`]
  return [
    // Also whoever missed it is asked, and then there is nothing to be sorry for (oncehub R93).
    hasBegun
      ? `${by.name} asks you to choose another time.`
      : `${host} cannot make the ${time} below. We are sorry.`,
    paid
      ? 'Choose another one for free: what you paid stays with it. Or cancel and get everything back.'
      : 'Choose another one, or cancel.',
  ]
}

/** What the host's own cancellation says first (ux 2.7): the apology, and then the money. */
export function hostCanceledOpening(
  facts: { who: string; back: string; isAll: boolean; asksToRebook: boolean; byWish: boolean; at: string },
  locale: Locale,
): string[] {
  const { who, back, isAll, asksToRebook, byWish, at } = facts
  const money = back ? [isAll ? `You get everything back: ${back}.` : `You get ${back} back.`] : []
  // The customer wanted it and the team did it for them.
  if (byWish) return [[`${who} ${spell(locale, 'cancelled')} it for you on ${at}.`, ...money].join(' ')]
  return [
    [`${who} had to cancel. We are sorry.`, ...money].join(' '),
    ...(asksToRebook ? ['Choose another time, or something else, whatever you like.'] : []),
  ]
}
