import { clockTime, shortDate, shortWhen } from './dates.ts'
import { count, listOf, type Locale } from './locale.ts'
import { money } from './money.ts'
import type { Sum } from './pay-rules.ts'

/** What is said while the times of a package are picked. */
export function picksText(locale: Locale) {
  return {
    heading: (wanted: number, at: number) => `Pick ${wanted} times (${at} of ${wanted})`,
    complete: (wanted: number) => `${wanted} times are picked`,
    list: 'Your times',
    none: 'Nothing is picked yet. Each time you pick appears here.',
    soFar: (picked: number, wanted: number) => `${picked} of ${wanted} picked`,
    takeOut: 'Take out',
    startOver: 'Start over',
    total: 'Price for all',
    onThisDay: (number: number) => `${number} on this day`,
    yoursThatDay: (starts: readonly Temporal.Instant[], zone: string) =>
      `You picked ${listOf(
        starts.map((start) => clockTime(start, zone, locale)),
        locale,
      )} on this day. Times too close to it are left out.`,
    goOn: (wanted: number) => `Go on with these ${wanted} times`,
    change: 'Take one out to choose another instead.',
    repeat: 'Pick the rest at once',
    fillWeek: (one: boolean) => (one ? 'Same time each week' : 'The same times each week'),
    fillDay: 'Same time each day',
    filled: (picked: number) => `We picked ${count(picked, 'more time', 'more times')} for you`,
    filledAll: 'Look at the list below. You can take any of them out.',
    skipped: (starts: readonly Temporal.Instant[], zone: string, now: Temporal.Instant) =>
      `Not free at that hour: ${listOf(
        starts.map((start) => shortDate(start, zone, locale, now)),
        locale,
      )}.`,
    skippedMany: (starts: number) =>
      `${count(starts, 'other day was', 'other days were')} not free at that hour.`,
    rest: (left: number) => `Pick ${left === 1 ? 'the last one' : `the other ${left}`} yourself.`,
    nothingFilled: 'No other day is free at that hour',
    goneTitle: (gone: readonly Temporal.Instant[], zone: string, now: Temporal.Instant) =>
      `${listOf(
        gone.map((start) => shortWhen(start, zone, locale, now)),
        locale,
      )} ${gone.length === 1 ? 'is' : 'are'} not free any more`,
    goneKept: 'Your other times are kept.',
    goneLine: 'Pick another one.',
    keptOthers: (others: number) =>
      others === 1 ? 'Your other time is kept.' : `Your other ${others} times are kept.`,
    bookWith: (wanted: number) => `Book all ${wanted} times`,
    yourTimes: (wanted: number) => (wanted === 1 ? 'Your time' : `Your ${wanted} times`),
    changeTimes: 'Change the times',
  }
}

/** What is said where sessions of a package are chosen, moved together and checked. */
export function sessionsText(locale: Locale) {
  const amount = ({ minor, currency }: Sum) => money(minor, currency, locale)
  return {
    hint: { cancel: 'Tick the ones you cannot keep.', reschedule: 'Tick the ones you want to move.' },
    tickAll: (number: number) => `Tick all ${number}`,
    selected: (chosen: number, all: number) => `${chosen} of ${all} selected.`,
    /** With places for what a script counts; the same sentences as below. */
    live: (action: 'cancel' | 'reschedule', all: number) => {
      const selected = `{number} of ${all} selected.`
      const what = action === 'cancel' ? 'You get back' : 'Fee'
      return {
        count: selected,
        nothing: `${selected} ${action === 'cancel' ? 'Nothing comes back.' : 'No fee.'}`,
        total: `${selected} ${what} {total}.`,
        each: `${selected} ${what} {total} ({number} \u00D7 {each}).`,
      }
    },
    feeOf: (each: Sum | null, fees: number, total: Sum) =>
      `Fee ${amount(total)}${each && fees > 1 ? ` (${fees} \u00D7 ${amount(each)})` : ''}.`,
    feeNone: 'No fee.',
    times: (number: number, each: Sum) => `${number} \u00D7 ${amount(each)}`,
    was: (start: Temporal.Instant, zone: string, now: Temporal.Instant) =>
      `Was ${shortWhen(start, zone, locale, now)}.`,
    step: (at: number, of: number) => `Session ${at} of ${of}`,
    single: (position: number) => `Choose a new time for session ${position + 1}`,
    steps: 'New times',
    stepsOpen: 'not chosen yet',
    stepsNow: 'you choose this one now',
    instead: (start: Temporal.Instant, zone: string, now: Temporal.Instant) =>
      `instead of ${shortWhen(start, zone, locale, now)}`,
    change: 'Change',
    changeAbout: (position: number) => `the time of session ${position + 1}`,
    session: (position: number) => `Session ${position + 1}`,
    hasIt: (position: number) => `now session ${position + 1}`,
    stays: 'Your current times stay yours until you confirm.',
    others: 'Choose other sessions',
    nextWeek: (moved: number, all: number) =>
      moved === all ? 'Move all of them by one week' : `Move ${moved} of the ${all} by one week`,
    sameNextWeek: (when: string) => `A week later: ${when}`,
    checkHeading: 'Check the new times',
    keepOne: (position: number) => `This is about session ${position + 1} only.`,
    keepAll: (sessions: number) =>
      sessions === 1
        ? 'This is about your one session to come.'
        : `This is about all ${sessions} sessions to come.`,
    checkMove: (sessions: number) => `Check: move ${count(sessions, 'session', 'sessions')}?`,
    checkCancel: (sessions: number) => `Check: cancel ${count(sessions, 'session', 'sessions')}?`,
    move: (sessions: number) => `Move ${count(sessions, 'session', 'sessions')}`,
    ask: (sessions: number) => (sessions === 1 ? 'Ask for the new time' : 'Ask for the new times'),
    askFee: (fee: Sum) => `You pay ${amount(fee)} only if they agree.`,
    missing: 'One more thing',
    missingLine: (business: string) =>
      `${business} asks this since you booked. The rest of the form is filled in.`,
    takenTitle: (position: number) => `The new time for session ${position + 1} has just been taken`,
    ownTitle: (position: number) => `Session ${position + 1} would meet another one of yours`,
    notOfferedTitle: (position: number) => `The new time for session ${position + 1} is not offered`,
    untouched: 'Nothing was moved, and nothing was paid. Your other choices are kept.',
    keptChoices: 'Kept for the others',
    movedTitle: (sessions: number) =>
      sessions === 1 ? 'Your session is moved' : `${sessions} sessions are moved`,
    staying: 'Your other sessions stay as they are.',
    next: 'Next session',
    outOf: (paid: Sum, kept: Sum) => `You have paid ${amount(paid)}. ${amount(kept)} is kept.`,
    outOfAll: (paid: Sum) => `You have paid ${amount(paid)}. Nothing is kept.`,
  }
}
