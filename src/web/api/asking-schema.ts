import { z } from '@hono/zod-openapi'
import { DEFAULT_ASKING, type Asking } from '#domain/event-types/asking.ts'
import { APPROVALS, ASKING_LIMITS } from '../staff/settings/asking-form.ts'

/** How an event type lets people ask, as it is shown. */
export const askingShape = {
  approval: z.enum(APPROVALS),
  suggested_times: z.number().int(),
  requests_hold: z.boolean(),
  answer_within_minutes: z.number().int(),
  waitlist: z.boolean(),
  offer_minutes: z.number().int(),
}

const whole = ({ from, to }: { from: number; to: number }) => z.number().int().min(from).max(to)

/** The same as it is sent. */
export const askingFields = {
  approval: z.enum(APPROVALS).openapi({
    description:
      '`automatic` makes a booking at once. With `request`, customers suggest times and the team decides, also about moving.',
  }),
  suggested_times: whole(ASKING_LIMITS.suggestedTimes).openapi({
    description:
      'How many starts a request for one session has. A package has one start for each of its sessions.',
  }),
  requests_hold: z
    .boolean()
    .openapi({ description: 'Whether suggested times are kept free until there is an answer.' }),
  answer_within_minutes: whole(ASKING_LIMITS.answerWithinMinutes).openapi({
    description: 'A question that nobody answers in this time ends.',
  }),
  waitlist: z.boolean().openapi({ description: 'Whether people can wait for a day that is full.' }),
  offer_minutes: whole(ASKING_LIMITS.offerMinutes).openapi({
    description: 'How long a time that became free is kept for the first in line.',
  }),
}

/** What of it a new event type begins with. */
export const askingDefaults = {
  approval: askingFields.approval.default(DEFAULT_ASKING.approval),
  suggested_times: askingFields.suggested_times.default(DEFAULT_ASKING.suggestedTimes),
  requests_hold: askingFields.requests_hold.default(DEFAULT_ASKING.requestsHold),
  answer_within_minutes: askingFields.answer_within_minutes.default(DEFAULT_ASKING.answerWithinMinutes),
  waitlist: askingFields.waitlist.default(DEFAULT_ASKING.waitlist),
  offer_minutes: askingFields.offer_minutes.default(DEFAULT_ASKING.offerMinutes),
}

export function showAsking(input: Partial<Asking>) {
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
