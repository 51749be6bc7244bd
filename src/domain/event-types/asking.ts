/** How an event type lets customers ask: for its times at all, and for times that are taken. */
export interface Asking {
  /** automatic: a booking is made at once. request: customers suggest times, the team picks one (oncehub R167). */
  approval: 'automatic' | 'request'
  /** How many times customers suggest for one session, 1 to 5; a package has one for each of its sessions. */
  suggestedTimes: number
  /** True keeps suggested times free for whoever asked until there is an answer. */
  requestsHold: boolean
  /** 1 hour to 14 days; then a question that nobody answered expires. */
  answerWithinMinutes: number
  /** True lets people wait for a day that is full. */
  waitlist: boolean
  /** How long somebody who waited has an offered time to themselves, 5 minutes to a day. */
  offerMinutes: number
}

export const DEFAULT_ASKING: Asking = {
  approval: 'automatic',
  suggestedTimes: 3,
  requestsHold: false,
  answerWithinMinutes: 2880,
  waitlist: true,
  offerMinutes: 60,
}

/** How many times a customer picks for one session of it. */
export function timesToSuggest(
  eventType: Pick<Asking, 'approval' | 'suggestedTimes'> & { sessionCount: number },
): number {
  return eventType.approval === 'request' && eventType.sessionCount === 1 ? eventType.suggestedTimes : 1
}

export function askingOf(row: {
  approval: string
  suggested_times: number
  requests_hold: boolean
  answer_within_minutes: number
  waitlist: boolean
  offer_minutes: number
}): Asking {
  return {
    approval: row.approval as Asking['approval'],
    suggestedTimes: row.suggested_times,
    requestsHold: row.requests_hold,
    answerWithinMinutes: row.answer_within_minutes,
    waitlist: row.waitlist,
    offerMinutes: row.offer_minutes,
  }
}

export function askingColumns(input: Partial<Asking>) {
  const asking = { ...DEFAULT_ASKING, ...input }
  return {
    approval: asking.approval,
    suggested_times: asking.suggestedTimes,
    requests_hold: asking.requestsHold,
    answer_within_minutes: asking.answerWithinMinutes,
    waitlist: asking.waitlist,
    offer_minutes: asking.offerMinutes,
  }
}
