import { newId } from '#platform/ids.ts'
import type { Context } from '#platform/context.ts'
import { seal } from '#platform/tokens.ts'
import { fromMinute } from '#platform/zones.ts'
import { scopeOfLink, systemScope, type CustomerScope, type SystemScope } from '#domain/access/scope.ts'
import { loadQuestions } from '#domain/availability/load-questions.ts'
import { slots } from '#domain/availability/slots.ts'
import { book } from '#domain/bookings/book.ts'
import type { BookingRequest } from '#domain/bookings/booking-request.ts'
import type { Quote } from '#domain/bookings/change.ts'
import { loadBooking } from '#domain/bookings/load-booking.ts'
import { quoteChange } from '#domain/bookings/quote-change.ts'
import { sealQuote } from '#domain/bookings/quote.ts'
import { saveEventType, type EventTypeInput } from '#domain/event-types/save-event-type.ts'
import { savePage } from '#domain/event-types/save-page.ts'
import { createOrganization } from '#domain/organizations/create-organization.ts'
import { OPEN_RULE } from '#domain/policies/policy.ts'
import { saveHours } from '#domain/team/hours.ts'
import { addMember } from '#domain/team/members.ts'
import { BENCH_SECRET } from './stage.ts'

/** Hosts who work at the same time; every lane has its own, so that the load meets locks only where people would. */
const LANES = 60

export const SHAPES = ['single', 'panel of 5', 'package of 3'] as const
export type Shape = (typeof SHAPES)[number]

export interface CommitWorld {
  context: Context
  scope: SystemScope
  ownerId: string
  pageId: string
  slug: string
  /** Per shape and lane: the event type, and the starts that are still free, soonest first. */
  types: Record<Shape, { id: string; slug: string; free: Temporal.Instant[] }[]>
}

/** A change that waits to be committed: the sealed quote of the form and who holds the link. */
export interface PreparedChange {
  token: string
  scope: CustomerScope
  quote: Quote
  sealed: string
}

export async function buildCommitWorld(context: Context): Promise<CommitWorld> {
  const created = await createOrganization(context, {
    name: 'Lanes',
    zone: 'Europe/London',
    locale: 'en-GB',
    currency: 'GBP',
    contactEmail: null,
    contactPhone: null,
    owner: { name: 'Owner', email: 'owner@lanes.example', password: null },
    policy: { name: 'Open', rules: { cancel: OPEN_RULE, reschedule: OPEN_RULE } },
  })
  const scope = systemScope(created.orgId)
  const hosts: string[] = []
  for (let lane = 0; lane < LANES; lane += 1) hosts.push(await addHost(context, scope, lane))
  const types: Record<Shape, { id: string; slug: string }[]> = {
    single: [],
    'panel of 5': [],
    'package of 3': [],
  }
  for (const [lane, host] of hosts.entries()) {
    types.single.push(await addType(context, scope, `single-${lane}`, [host], 1))
    types['package of 3'].push(await addType(context, scope, `package-${lane}`, [host], 3))
    if (lane % 5 === 0)
      types['panel of 5'].push(await addType(context, scope, `panel-${lane}`, hosts.slice(lane, lane + 5), 1))
  }
  const slug = 'lanes'
  const eventTypeIds = SHAPES.flatMap((shape) => types[shape].map((type) => type.id))
  const page = {
    slug,
    title: 'Lanes',
    intro: '',
    ownerMemberId: created.ownerId,
    policyId: null,
    stakeholderIds: [],
    active: true,
  }
  const saved = await savePage(context, scope, null, { ...page, eventTypeIds })
  if (!saved.ok) throw new Error(saved.refusal.code)
  const world: CommitWorld = {
    context,
    scope,
    ownerId: created.ownerId,
    pageId: saved.value.pageId,
    slug,
    types: {} as CommitWorld['types'],
  }
  // Shapes share hosts, so each shape gets hours of the day of its own.
  for (const [index, shape] of SHAPES.entries()) {
    world.types[shape] = await Promise.all(
      types[shape].map(async (type) => ({ ...type, free: await freeStarts(context, scope, type.id, index) })),
    )
  }
  return world
}

/** The next booking of a shape, going round the lanes. */
export function nextRequest(
  world: CommitWorld,
  shape: Shape,
  number: number,
): { request: BookingRequest; eventTypeSlug: string } {
  const lanes = world.types[shape]
  const lane = lanes[number % lanes.length]!
  const starts = lane.free.splice(0, shape === 'package of 3' ? 3 : 1)
  const customer = {
    name: `Customer ${number}`,
    email: `customer-${shape.replaceAll(' ', '-')}-${number}@mail.example`,
    phone: '',
    zone: 'Europe/London',
    locale: 'en-GB',
  }
  const request = {
    pageId: world.pageId,
    eventTypeId: lane.id,
    starts,
    customer,
    guests: [],
    answers: [],
    requestKey: newId(),
    channel: 'booking_page' as const,
  }
  return { request, eventTypeSlug: lane.slug }
}

/** Books, and prepares the form that cancels the booking or moves it to the lane's next free time. */
export async function prepareChange(
  world: CommitWorld,
  shape: Shape,
  number: number,
  what: 'cancel' | 'move',
): Promise<PreparedChange> {
  const { context } = world
  const { request } = nextRequest(world, shape, number)
  const booked = await book(context, world.scope, request)
  if (!booked.ok) throw new Error(`A prepared booking was refused: ${booked.refusal.code}.`)
  const scope = (await scopeOfLink(context.db, booked.value.token)) as CustomerScope
  const booking = (await loadBooking(context.db, scope, booked.value.bookingId))!
  const lanes = world.types[shape]
  const start = what === 'move' ? lanes[number % lanes.length]!.free.shift()! : null
  const outcome = await quoteChange(context.db, scope, {
    bookingId: booking.id,
    cancel: start ? [] : booking.sessions.map((session) => session.id),
    reschedule: start ? [{ session: booking.sessions[0]!.id, start }] : [],
    channel: 'mail_link',
  })
  if (!outcome.ok) throw new Error(`A prepared change was refused: ${outcome.refusal.code}.`)
  return {
    token: booked.value.token,
    scope,
    quote: outcome.value,
    sealed: sealQuote(BENCH_SECRET, outcome.value),
  }
}

/** The hidden key of a booking form, as the details page seals it. */
export function bookingFormKey(orgId: string, key: string): string {
  return seal(BENCH_SECRET, 'booking-form', `${orgId} ${key}`)
}

async function addHost(context: Context, scope: SystemScope, lane: number): Promise<string> {
  const added = await addMember(context, scope, {
    name: `Host ${lane}`,
    email: `host-${lane}@lanes.example`,
    title: '',
    zone: 'Europe/London',
    roleKey: 'host',
    password: null,
  })
  if (!added.ok) throw new Error(added.refusal.code)
  const weekly = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, fromMinute: 0, toMinute: 1440 }))
  await saveHours(context, scope, added.value.memberId, { weekly, overrides: [] })
  return added.value.memberId
}

async function addType(
  context: Context,
  scope: SystemScope,
  slug: string,
  hosts: string[],
  sessionCount: number,
) {
  const seats: EventTypeInput['seats'] = hosts.map((host, index) => ({
    role: index === 0 ? 'primary' : 'additional',
    label: '',
    candidates: [host],
  }))
  const saved = await saveEventType(context, scope, null, {
    ...TYPE,
    slug,
    name: slug,
    hostRule: hosts.length > 1 ? 'panel' : 'one',
    sessionCount,
    seats,
  })
  if (!saved.ok) throw new Error(saved.refusal.code)
  return { id: saved.value.eventTypeId, slug }
}

const TYPE: Omit<EventTypeInput, 'slug' | 'name' | 'hostRule' | 'sessionCount' | 'seats'> = {
  description: '',
  durationMinutes: 30,
  stepMinutes: 30,
  minimumNoticeMinutes: 0,
  horizonDays: 365,
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 0,
  dailyCap: null,
  weeklyCap: null,
  locationKind: 'video',
  locationDetail: '',
  priceMinor: 0n,
  paymentMode: 'free',
  policyId: null,
  rescheduleHosts: 'same',
  questions: [],
  active: true,
}

async function freeStarts(
  context: Context,
  scope: SystemScope,
  eventTypeId: string,
  share: number,
): Promise<Temporal.Instant[]> {
  const from = Temporal.Now.instant().add({ hours: 24 })
  const [loaded] = await loadQuestions(context.db, scope, {
    eventTypeIds: [eventTypeId],
    from,
    to: from.add({ hours: 24 * 60 }),
  })
  return [...slots(loaded!.question).starts]
    .map(fromMinute)
    .filter((start) => Math.floor(start.toZonedDateTimeISO('UTC').hour / 8) === share)
}
