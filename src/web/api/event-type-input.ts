import { done, refuse, type Outcome } from '#platform/context.ts'
import type { Reader } from '#platform/db.ts'
import { readId, showId } from '#platform/public-ids.ts'
import type { MemberScope } from '#domain/access/scope.ts'
import type { StoredEventType } from '#domain/event-types/browse-event-types.ts'
import type { Question } from '#domain/event-types/question.ts'
import type { EventTypeInput, EventTypeRefusal } from '#domain/event-types/save-event-type.ts'
import { canCollect, priceFault, seatFault } from '#domain/event-types/seat-rules.ts'
import { loadFinancialSettings } from '#domain/organizations/financial-settings.ts'
import { findPolicy } from '#domain/policies/browse-policies.ts'
import { findOwners } from '#domain/team/find-owner.ts'
import { slugOf } from '../staff/settings/typed-slug.ts'
import type { SentEventType } from './event-type-schema.ts'
import type { Problem } from './problems.ts'
import { sent } from './sent.ts'
import { missing, wrong } from './set-up-problems.ts'
import { readTerms } from './terms-schema.ts'

/**
 * An event type as it is to be saved: what was sent over what is stored. The rules of the page hold here as well;
 * what was not sent is not judged again.
 */
export async function readEventTypeInput(
  db: Reader,
  scope: MemberScope,
  body: SentEventType,
  base: EventTypeInput,
  stored: StoredEventType | null,
): Promise<Outcome<EventTypeInput, Problem>> {
  const input = { ...base, ...fieldsIn(body) }
  const isPriced = [body.price, body.payment_mode, body.payment_terms].some((part) => part !== undefined)
  const { paymentTerms, provider } = await loadFinancialSettings(db, scope)
  const collects = canCollect(input.paymentTerms ?? paymentTerms, provider)
  const fault = isPriced ? priceFault(input, stored?.input ?? null, collects) : null
  if (fault) return refuse(wrong(fault === 'collecting_not_set_up' ? '/payment_mode' : '/price', fault))
  const problem = questionProblem(body) ?? (await seatProblem(db, scope, body, stored))
  if (problem) return refuse(problem)
  if (body.policy && !(await findPolicy(db, scope, readId(body.policy)))) return refuse(missing('/policy'))
  return done(input)
}

/** A refusal of the use case as a problem. */
export function problemOfEventType(refusal: EventTypeRefusal): Problem {
  switch (refusal.code) {
    case 'slug_taken':
      return { code: 'already_exists', field: '/slug' }
    case 'unknown_event_type':
      return missing('path:event_type')
    case 'unknown_policy':
      return missing('/policy')
    case 'unknown_candidate':
      return missing('/seats')
    case 'empty_seat':
      return wrong(`/seats/${refusal.position}/candidates`, refusal.code)
    default:
      return wrong('/seats', refusal.code)
  }
}

function fieldsIn(body: SentEventType): Partial<EventTypeInput> {
  return sent({
    name: body.name,
    slug: body.slug,
    description: body.description,
    active: body.active,
    hostRule: body.host_rule,
    durationMinutes: body.duration_minutes,
    sessionCount: body.session_count,
    stepMinutes: body.step_minutes,
    minimumNoticeMinutes: body.minimum_notice_minutes,
    horizonDays: body.horizon_days,
    bufferBeforeMinutes: body.buffer_before_minutes,
    bufferAfterMinutes: body.buffer_after_minutes,
    dailyCap: body.daily_cap,
    weeklyCap: body.weekly_cap,
    locationKind: body.location_kind,
    locationDetail: body.location_detail,
    priceMinor: body.price && BigInt(body.price.amount),
    paymentMode: body.payment_mode,
    paymentTerms: body.payment_terms && readTerms(body.payment_terms),
    tax: body.tax && { basisPoints: body.tax.basis_points, inclusive: body.tax.inclusive },
    policyId: body.policy && readId(body.policy),
    rescheduleHosts: body.reschedule_hosts,
    approval: body.approval,
    suggestedTimes: body.suggested_times,
    requestsHold: body.requests_hold,
    answerWithinMinutes: body.answer_within_minutes,
    waitlist: body.waitlist,
    offerMinutes: body.offer_minutes,
    questions: body.questions && questionsIn(body.questions),
    seats: body.seats && seatsIn(body.seats),
  })
}

function seatsIn(seats: NonNullable<SentEventType['seats']>): EventTypeInput['seats'] {
  return seats.map((seat) => ({ ...seat, candidates: [...new Set(seat.candidates.map(readId))] }))
}

function questionsIn(questions: NonNullable<SentEventType['questions']>): Question[] {
  const read: Question[] = []
  const taken = new Set(questions.flatMap((question) => question.key ?? []))
  for (const question of questions) {
    const key = question.key ?? freeKey(slugOf(question.label, 'question'), taken)
    taken.add(key)
    read.push({ key, label: question.label, kind: question.kind, required: question.required })
  }
  return read
}

function freeKey(wanted: string, taken: ReadonlySet<string>): string {
  let key = wanted
  for (let number = 2; taken.has(key); number += 1) key = `${wanted}-${number}`
  return key
}

function questionProblem({ questions = [] }: SentEventType): Problem | null {
  const keys = questions.map((question) => question.key)
  const twice = keys.findIndex((key, place) => key !== undefined && keys.indexOf(key) < place)
  return twice < 0 ? null : wrong(`/questions/${twice}/key`, 'question_twice')
}

async function seatProblem(
  db: Reader,
  scope: MemberScope,
  { seats }: SentEventType,
  stored: StoredEventType | null,
): Promise<Problem | null> {
  if (!seats) return null
  const shownIds = seats.flatMap((seat) => seat.candidates)
  const owners = await findOwners(db, scope, shownIds.map(readId))
  // The id of a member does not name a resource, although the letters behind the prefix might.
  for (const shownId of shownIds) {
    const owner = owners.get(readId(shownId))
    if (owner && showId(owner.kind, owner.id) !== shownId) owners.delete(owner.id)
  }
  const kept = new Set(stored?.input.seats.flatMap((seat) => seat.candidates))
  const asSent = seats.map((seat) => ({ ...seat, candidates: seat.candidates.map(readId) }))
  const fault = seatFault(asSent, owners, kept)
  if (!fault) return null
  const field = `/seats/${fault.seat}`
  if (!('candidate' in fault)) return wrong(field, fault.code)
  const place = `${field}/candidates/${fault.candidate}`
  return fault.code === 'unknown_candidate' ? missing(place) : wrong(place, fault.code)
}
