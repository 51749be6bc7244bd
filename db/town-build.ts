import { newId } from '#platform/ids.ts'
import type { Context } from '#platform/context.ts'
import { fromMinute } from '#platform/zones.ts'
import { systemScope, type SystemScope } from '#domain/access/scope.ts'
import { loadQuestions } from '#domain/availability/load-questions.ts'
import { slots } from '#domain/availability/slots.ts'
import { book } from '#domain/bookings/book.ts'
import type { Booked, BookingRequest } from '#domain/bookings/booking-request.ts'
import { saveDiscountCode, type DiscountCodeInput } from '#domain/event-types/discount-codes.ts'
import { saveEventType, type EventTypeInput } from '#domain/event-types/save-event-type.ts'
import { savePage } from '#domain/event-types/save-page.ts'
import { savePaymentAccount } from '#domain/money/payment-accounts.ts'
import { createOrganization } from '#domain/organizations/create-organization.ts'
import {
  loadFinancialSettings,
  saveFinancialSettings,
  type FinancialSettings,
} from '#domain/organizations/financial-settings.ts'
import { savePolicy } from '#domain/policies/policies.ts'
import type { PolicyRules } from '#domain/policies/policy.ts'
import { saveHours } from '#domain/team/hours.ts'
import { addMember, addResource } from '#domain/team/members.ts'
import { openPaymentProviders } from '#integrations/payments/index.ts'

/** Everybody of the sample world signs in with this. */
export const SAMPLE_PASSWORD = 'kept-sample-world'

/** A business of the sample world as it is written down. */
export interface BusinessPlan {
  name: string
  slug: string
  zone: string
  locale: string
  currency: string
  contactEmail: string
  contactPhone: string
  intro: string
  policies: { name: string; rules: PolicyRules }[]
  /** What differs from a business that collects nothing; absent for one that gives its time away. */
  money?: MoneyPlan
  /** The first is the owner. Hours are local, as [weekdays, from, to] in minutes of the day. */
  team: {
    key: string
    name: string
    email: string
    title: string
    roleKey: string
    hours: [number[], number, number][]
  }[]
  resources: { key: string; name: string }[]
  eventTypes: (Omit<Partial<EventTypeInput>, 'seats' | 'policyId'> & {
    slug: string
    name: string
    hostRule: EventTypeInput['hostRule']
    /** Name of one of the policies; the first is the organization's default. */
    policy?: string
    seats: { role: 'primary' | 'additional' | 'resource'; label: string; who: string[] }[]
  })[]
}

/** How a business of the sample world is paid. */
export interface MoneyPlan {
  /** The test provider collects online; null is paid by hand. */
  provider: 'fake' | null
  settings: Partial<FinancialSettings>
  codes: Pick<DiscountCodeInput, 'code' | 'amount'>[]
}

/** A business that stands: ids by the keys of its plan. */
export interface Business {
  scope: SystemScope
  slug: string
  pageId: string
  members: Record<string, string>
  eventTypes: Record<string, string>
}

/** Builds a business through the same use cases as the staff forms. Without a password nobody can sign in there. */
export async function buildBusiness(
  context: Context,
  plan: BusinessPlan,
  options: { clockOffsetSeconds: number; slug?: string; password?: string | null },
): Promise<Business> {
  const { password = SAMPLE_PASSWORD } = options
  const [owner, ...others] = plan.team
  const [standard, ...further] = plan.policies
  const created = await createOrganization(context, {
    ...plan,
    owner: { ...owner!, password },
    policy: standard!,
    isSample: true,
    clockOffsetSeconds: options.clockOffsetSeconds,
  })
  const scope = systemScope(created.orgId)
  if (plan.money) await setUpMoney(context, scope, plan.money)
  const policies: Record<string, string> = { [standard!.name]: created.policyId }
  for (const policy of further) {
    policies[policy.name] = value(await savePolicy(context, scope, { id: null, ...policy })).policyId
  }
  const members: Record<string, string> = { [owner!.key]: created.ownerId }
  for (const person of others) {
    const added = await addMember(context, scope, { ...person, zone: plan.zone, password })
    members[person.key] = value(added).memberId
  }
  for (const resource of plan.resources) {
    members[resource.key] = (
      await addResource(context, scope, { name: resource.name, zone: plan.zone })
    ).resourceId
    await saveHours(context, scope, members[resource.key]!, { weekly: everyDay(0, 1440), overrides: [] })
  }
  for (const person of plan.team) {
    await saveHours(context, scope, members[person.key]!, {
      weekly: person.hours.flatMap(([days, from, to]) => onDays(days, from, to)),
      overrides: [],
    })
  }
  const eventTypes = await buildEventTypes(context, scope, plan, members, policies)
  const slug = options.slug ?? plan.slug
  const page = await savePage(context, scope, null, {
    slug,
    title: plan.name,
    intro: plan.intro,
    ownerMemberId: created.ownerId,
    policyId: null,
    eventTypeIds: Object.values(eventTypes),
    stakeholderIds: [],
    active: true,
  })
  return { scope, slug, pageId: value(page).pageId, members, eventTypes }
}

async function setUpMoney(context: Context, scope: SystemScope, plan: MoneyPlan): Promise<void> {
  const {
    currency: _currency,
    provider: _provider,
    ...before
  } = await loadFinancialSettings(context.db, scope)
  await saveFinancialSettings(context, scope, { ...before, ...plan.settings })
  for (const { code, amount } of plan.codes) {
    const always = { eventTypeId: null, validFrom: null, validUntil: null, mostUses: null, active: true }
    value(await saveDiscountCode(context, scope, null, { code, amount, ...always }))
  }
  if (!plan.provider) return
  const providers = openPaymentProviders({ db: context.db, publicUrl: '' })
  value(await savePaymentAccount(context, scope, { provider: plan.provider, secrets: {} }, providers))
}

async function buildEventTypes(
  context: Context,
  scope: SystemScope,
  plan: BusinessPlan,
  members: Record<string, string>,
  policies: Record<string, string>,
): Promise<Record<string, string>> {
  const built: Record<string, string> = {}
  for (const { policy, seats, ...eventType } of plan.eventTypes) {
    const saved = await saveEventType(context, scope, null, {
      ...STANDARD,
      ...eventType,
      policyId: policy ? policies[policy]! : null,
      seats: seats.map((seat) => ({
        role: seat.role,
        label: seat.label,
        candidates: seat.who.map((key) => members[key]!),
      })),
    })
    built[eventType.slug] = value(saved).eventTypeId
  }
  return built
}

const STANDARD: Omit<EventTypeInput, 'slug' | 'name' | 'hostRule' | 'policyId' | 'seats'> = {
  description: '',
  durationMinutes: 30,
  sessionCount: 1,
  stepMinutes: 30,
  minimumNoticeMinutes: 120,
  horizonDays: 60,
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 0,
  dailyCap: null,
  weeklyCap: null,
  locationKind: 'in_person',
  locationDetail: '',
  priceMinor: 0n,
  paymentMode: 'free',
  rescheduleHosts: 'same',
  questions: [],
  active: true,
}

/** A customer of the sample world. Addresses stay inside the domains reserved for examples. */
export interface SampleCustomer {
  name: string
  email: string
  zone: string
  locale: string
}

/** Free starts of an event type between two moments of the organization's time. */
export async function freeStarts(
  context: Context,
  business: Business,
  eventType: string,
  from: Temporal.Instant,
  to: Temporal.Instant,
): Promise<Temporal.Instant[]> {
  const [loaded] = await loadQuestions(context.db, business.scope, {
    eventTypeIds: [business.eventTypes[eventType]!],
    from,
    to,
  })
  return [...slots(loaded!.question).starts].map(fromMinute)
}

/** Books as a customer would on the page. Null when somebody else has just taken the time. */
export async function bookSample(
  context: Context,
  business: Business,
  eventType: string,
  starts: Temporal.Instant[],
  customer: SampleCustomer,
  extra: Partial<Pick<BookingRequest, 'guests' | 'answers' | 'channel' | 'discountCode'>> = {},
): Promise<Booked | null> {
  const outcome = await book(context, business.scope, {
    pageId: business.pageId,
    eventTypeId: business.eventTypes[eventType]!,
    starts,
    customer: { phone: '', ...customer },
    guests: [],
    answers: [],
    requestKey: newId(),
    channel: 'seed',
    ...extra,
  })
  return outcome.ok ? outcome.value : null
}

function onDays(weekdays: number[], fromMinute: number, toMinute: number) {
  return weekdays.map((weekday) => ({ weekday, fromMinute, toMinute }))
}

function everyDay(fromMinute: number, toMinute: number) {
  return onDays([1, 2, 3, 4, 5, 6, 7], fromMinute, toMinute)
}

/** What a use case answered. A plan that its own use cases refuse is a mistake in the plan. */
export function value<T>(outcome: { ok: true; value: T } | { ok: false; refusal: { code: string } }): T {
  if (!outcome.ok) throw new Error(`The sample world could not be built: ${outcome.refusal.code}.`)
  return outcome.value
}
