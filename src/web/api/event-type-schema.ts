import { z } from '@hono/zod-openapi'
import { representTerms } from '#domain/bookings/represent-booking.ts'
import { showMoney } from '#domain/money/show-money.ts'
import type { StoredEventType } from '#domain/event-types/browse-event-types.ts'
import { MOST_ADDITIONAL_SEATS, MOST_RESOURCE_SEATS } from '#domain/event-types/seat-rules.ts'
import type { TimeOwner } from '#domain/team/find-owner.ts'
import { showId, showIdOrNull } from '#platform/public-ids.ts'
import { HOST_RULES, LOCATIONS, MOST_QUESTIONS } from '../staff/settings/event-type-form.ts'
import { askingDefaults, askingFields, askingShape, showAsking } from './asking-schema.ts'
import { idOf, idOfOwner } from './ids.ts'
import { money } from './schemas.ts'
import { taxSchema, termsSchema } from './terms-schema.ts'
import { line, optionalLine, optionalText, slugIn } from './text-schemas.ts'

const ROLES = ['primary', 'additional', 'resource'] as const
const PAYMENT_MODES = ['free', 'price_shown', 'price_collected'] as const
const PICKS = ['same', 'any_of_pool'] as const
const KINDS = ['line', 'text'] as const
const MOST_CANDIDATES = 1000
/** Ten digits before the point and two behind it. */
const HIGHEST_PRICE = 999_999_999_999

// A union of shapes with a name loses its null in the document when it is only nullable.
const termsOrNull = z
  .union([termsSchema, z.null()])
  .openapi({ description: "When a collected price is paid; null is as the organization's." })

const minutes = (from: number, to: number) => z.number().int().min(from).max(to)
const cap = z.number().int().min(1).max(1000).nullable()

const seatSchema = z
  .strictObject({ role: z.enum(ROLES), label: z.string(), candidates: z.array(idOfOwner()) })
  .openapi('Seat', {
    description:
      'One place in the meeting, filled by exactly one of its candidates: one candidate is fixed, several are a pool.',
  })

/** An event type as programs see it. */
export const eventTypeSchema = z
  .strictObject({
    id: idOf('eventType'),
    slug: z.string(),
    name: z.string(),
    description: z.string(),
    active: z.boolean(),
    host_rule: z.enum(HOST_RULES),
    duration_minutes: z.number().int(),
    session_count: z.number().int(),
    step_minutes: z.number().int(),
    minimum_notice_minutes: z.number().int(),
    horizon_days: z.number().int(),
    buffer_before_minutes: z.number().int(),
    buffer_after_minutes: z.number().int(),
    daily_cap: z.number().int().nullable(),
    weekly_cap: z.number().int().nullable(),
    location_kind: z.enum(LOCATIONS),
    location_detail: z.string(),
    price: money,
    payment_mode: z.enum(PAYMENT_MODES),
    payment_terms: termsOrNull,
    tax: taxSchema.nullable(),
    policy: idOf('policy').nullable(),
    reschedule_hosts: z.enum(PICKS),
    ...askingShape,
    questions: z.array(
      z.strictObject({ key: z.string(), label: z.string(), kind: z.enum(KINDS), required: z.boolean() }),
    ),
    seats: z.array(seatSchema),
  })
  .openapi('EventType')

const seatIn = z
  .strictObject({
    role: z.enum(ROLES),
    label: optionalLine(100)
      .default('')
      .openapi({ description: 'What the seat is called, such as "Hiring manager".' }),
    candidates: z.array(idOfOwner()).min(1).max(MOST_CANDIDATES),
  })
  .openapi('NewSeat')

const questionIn = z
  .strictObject({
    key: slugIn().optional().openapi({ description: 'Names the answer; made from the label without one.' }),
    label: line(200),
    kind: z.enum(KINDS).default('line'),
    required: z.boolean().default(false),
  })
  .openapi('NewQuestion')

const fields = {
  name: line(200),
  slug: slugIn().openapi({ description: 'The last part of its address on every booking page.' }),
  description: optionalText(5000),
  active: z.boolean(),
  host_rule: z.enum(HOST_RULES).openapi({
    description:
      '`one` fixed host, `round_robin` over a pool, or a `panel` of several seats that are all filled.',
  }),
  duration_minutes: minutes(5, 1440),
  session_count: z
    .number()
    .int()
    .min(1)
    .max(20)
    .openapi({ description: 'More than one makes a package of sessions that are booked in one go.' }),
  step_minutes: minutes(5, 1440).openapi({ description: 'How far apart the offered starts are.' }),
  minimum_notice_minutes: minutes(0, 525_600),
  horizon_days: z.number().int().min(1).max(730).openapi({ description: 'How far ahead it can be booked.' }),
  buffer_before_minutes: minutes(0, 1440),
  buffer_after_minutes: minutes(0, 1440),
  daily_cap: cap.openapi({ description: 'The most sessions of a host in a day.' }),
  weekly_cap: cap,
  location_kind: z.enum(LOCATIONS).openapi({
    description:
      'With `phone`, a booking needs `customer.phone`. With `in_person`, times are kept in the zone of the place.',
  }),
  location_detail: optionalLine(500),
  price: z
    .strictObject({ amount: z.number().int().min(0).max(HIGHEST_PRICE), currency: z.string().length(3) })
    .openapi('Price', {
      description:
        "Minor units of the organization's currency. More than 0 needs another payment mode than `free`.",
    }),
  payment_mode: z.enum(PAYMENT_MODES).openapi({
    description:
      '`free` needs the price 0, the others a price above 0. `price_collected` needs a connected payment provider, or the payment terms `pay_at_venue`.',
  }),
  payment_terms: termsOrNull,
  tax: taxSchema.nullable().openapi({ description: 'Null is as the organization has it.' }),
  policy: idOf('policy')
    .nullable()
    .openapi({ description: "Null for the booking page's policy, or the organization's." }),
  reschedule_hosts: z.enum(PICKS),
  ...askingFields,
  questions: z.array(questionIn).max(MOST_QUESTIONS),
  seats: z
    .array(seatIn)
    .min(1)
    .max(1 + MOST_ADDITIONAL_SEATS + MOST_RESOURCE_SEATS)
    .openapi({
      description: 'The first seat is the primary one. Resources sit in seats with the role `resource`.',
    }),
}

/** What a new event type needs; the rest begins as it does on the page. */
export const newEventTypeSchema = z
  .strictObject({
    ...fields,
    slug: fields.slug.optional(),
    description: fields.description.default(''),
    active: fields.active.default(true),
    duration_minutes: fields.duration_minutes.default(30),
    session_count: fields.session_count.default(1),
    step_minutes: fields.step_minutes.default(30),
    minimum_notice_minutes: fields.minimum_notice_minutes.default(1440),
    horizon_days: fields.horizon_days.default(60),
    buffer_before_minutes: fields.buffer_before_minutes.default(0),
    buffer_after_minutes: fields.buffer_after_minutes.default(0),
    daily_cap: fields.daily_cap.default(null),
    weekly_cap: fields.weekly_cap.default(null),
    location_kind: fields.location_kind.default('in_person'),
    location_detail: fields.location_detail.default(''),
    price: fields.price.optional(),
    payment_mode: fields.payment_mode.default('free'),
    payment_terms: fields.payment_terms.default(null),
    tax: fields.tax.default(null),
    policy: fields.policy.default(null),
    reschedule_hosts: fields.reschedule_hosts.default('same'),
    ...askingDefaults,
    questions: fields.questions.default([]),
  })
  .openapi('NewEventType')

export const eventTypeChangeSchema = z.strictObject(fields).partial().openapi('EventTypeChange')

export type SentEventType = z.output<typeof eventTypeChangeSchema>

/** `owners` are the candidates of its seats. */
export function showEventType(
  { id, currency, input }: StoredEventType,
  owners: ReadonlyMap<string, TimeOwner>,
): z.input<typeof eventTypeSchema> {
  return {
    id: showId('eventType', id),
    slug: input.slug,
    name: input.name,
    description: input.description,
    active: input.active,
    host_rule: input.hostRule,
    duration_minutes: input.durationMinutes,
    session_count: input.sessionCount,
    step_minutes: input.stepMinutes,
    minimum_notice_minutes: input.minimumNoticeMinutes,
    horizon_days: input.horizonDays,
    buffer_before_minutes: input.bufferBeforeMinutes,
    buffer_after_minutes: input.bufferAfterMinutes,
    daily_cap: input.dailyCap,
    weekly_cap: input.weeklyCap,
    location_kind: input.locationKind,
    location_detail: input.locationDetail,
    price: showMoney(input.priceMinor, currency),
    payment_mode: input.paymentMode,
    payment_terms: input.paymentTerms ? representTerms(input.paymentTerms) : null,
    tax: input.tax ? { basis_points: input.tax.basisPoints, inclusive: input.tax.inclusive } : null,
    policy: showIdOrNull('policy', input.policyId),
    reschedule_hosts: input.rescheduleHosts,
    ...showAsking(input),
    questions: input.questions,
    seats: input.seats.map(({ role, label, candidates }) => ({
      role,
      label,
      candidates: candidates.map((candidate) => showId(owners.get(candidate)!.kind, candidate)),
    })),
  }
}
