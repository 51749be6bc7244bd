import { databaseNow } from '#platform/clock.ts'
import type { Context } from '#platform/context.ts'
import { scopeOfMember, systemScope, type SystemScope } from '#domain/access/scope.ts'
import type { BookingRequest } from '#domain/bookings/booking-request.ts'
import { saveEventType, type EventTypeInput } from '#domain/event-types/save-event-type.ts'
import { savePage } from '#domain/event-types/save-page.ts'
import { createOrganization, type NewOrganization } from '#domain/organizations/create-organization.ts'
import { OPEN_RULE, type ActionRule, type PolicyRules } from '#domain/policies/policy.ts'
import { saveHours } from '#domain/team/hours.ts'
import { addMember } from '#domain/team/members.ts'

export interface WorldOptions {
  /** Instant at which the organization's clock starts. */
  clock?: string
  rules?: { cancel?: Partial<ActionRule>; reschedule?: Partial<ActionRule> }
  organization?: Partial<NewOrganization>
  eventType?: Partial<EventTypeInput>
  /** Addresses of pages are unique over all organizations. */
  pageSlug?: string
  /** What Cleo's first booking asks for; as many starts as the event type has sessions. */
  booking?: Partial<BookingRequest>
  /** Opens /__demo. */
  demo?: boolean
  /** How long a cancellation can be taken back; 0 unless a test is about that. */
  undoMinutes?: number
}

const OFFICE_HOURS = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, fromMinute: 9 * 60, toMinute: 18 * 60 }))

/** The hiring team with its page, event type and people, made through the use cases. */
export async function makeBusiness(context: Context, options: WorldOptions) {
  const { orgId, ownerId, policyId } = await makeOrganization(context, options)
  await context.db
    .updateTable('organizations')
    .set({ undo_minutes: options.undoMinutes ?? 0 })
    .where('id', '=', orgId)
    .execute()
  const scope = systemScope(orgId)
  const boId = await addPanelist(context, scope, 'Bo', 'Engineer')
  const cyId = await addPanelist(context, scope, 'Cy', 'Designer')
  for (const id of [ownerId, boId, cyId])
    await saveHours(context, scope, id, { weekly: OFFICE_HOURS, overrides: [] })
  const seats: EventTypeInput['seats'] = [
    { role: 'primary', label: 'Lead', candidates: [ownerId] },
    { role: 'additional', label: 'Engineering', candidates: [boId] },
    { role: 'additional', label: 'Design', candidates: [cyId] },
  ]
  const saved = await saveEventType(context, scope, null, { ...PANEL, seats, ...options.eventType })
  if (!saved.ok) throw new Error(`The event type was refused: ${saved.refusal.code}`)
  const { eventTypeId } = saved.value
  const page = await savePage(context, scope, null, {
    slug: options.pageSlug ?? 'hiring',
    title: 'Hiring at Kestrel',
    intro: '',
    ownerMemberId: ownerId,
    policyId: null,
    eventTypeIds: [eventTypeId],
    stakeholderIds: [],
    active: true,
  })
  if (!page.ok) throw new Error(`The page was refused: ${page.refusal.code}`)
  const member = async (id: string) => (await scopeOfMember(context.reader, orgId, id))!
  return {
    orgId,
    scope,
    policyId,
    eventTypeId,
    pageId: page.value.pageId,
    alva: await member(ownerId),
    bo: await member(boId),
    cy: await member(cyId),
  }
}

async function makeOrganization(context: Context, options: WorldOptions) {
  const clock = Temporal.Instant.from(options.clock ?? '2026-12-01T12:00:00Z')
  const until: ActionRule = { ...OPEN_RULE, allowed: { kind: 'until', noticeMinutes: 24 * 60 } }
  const rules: PolicyRules = {
    cancel: { ...until, ...options.rules?.cancel },
    reschedule: { ...until, ...options.rules?.reschedule },
  }
  return createOrganization(context, {
    name: 'Kestrel',
    zone: 'America/New_York',
    locale: 'en-US',
    currency: 'USD',
    contactEmail: 'hiring@kestrel.example',
    contactPhone: '+1 212 555 0100',
    owner: { name: 'Alva', email: 'alva@kestrel.example', password: null, title: 'Head of hiring' },
    policy: { name: 'Default', rules },
    clockOffsetSeconds: Math.ceil(
      (clock.epochMilliseconds - (await databaseNow(context.db)).epochMilliseconds) / 1000,
    ),
    ...options.organization,
  })
}

/** An event type without its seats, to start from. */
export const PANEL: Omit<EventTypeInput, 'seats'> = {
  slug: 'panel',
  name: 'Panel interview',
  description: 'Three of us talk with you about your work.',
  hostRule: 'panel',
  durationMinutes: 30,
  sessionCount: 1,
  stepMinutes: 30,
  minimumNoticeMinutes: 0,
  horizonDays: 60,
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 0,
  dailyCap: null,
  weeklyCap: null,
  locationKind: 'video',
  locationDetail: 'https://video.kestrel.example/panel',
  priceMinor: 0n,
  paymentMode: 'free',
  policyId: null,
  rescheduleHosts: 'same',
  questions: [],
  active: true,
}

async function addPanelist(
  context: Context,
  scope: SystemScope,
  name: string,
  title: string,
): Promise<string> {
  const email = `${name.toLowerCase()}@kestrel.example`
  const added = await addMember(context, scope, {
    name,
    email,
    title,
    zone: 'America/New_York',
    roleKey: 'host',
    password: null,
  })
  if (!added.ok) throw new Error(`${name} could not join: ${added.refusal.code}`)
  return added.value.memberId
}
