import { saveEventType, type EventTypeInput } from '#domain/event-types/save-event-type.ts'
import { savePage } from '#domain/event-types/save-page.ts'
import { savePolicy } from '#domain/policies/policies.ts'
import { OPEN_RULE, type ActionRule, type PolicyRules } from '#domain/policies/policy.ts'
import { saveHours } from '#domain/team/hours.ts'
import { addMember, addResource } from '#domain/team/members.ts'
import { newId } from '#platform/ids.ts'
import { moneyWorld, type MoneyWorld } from '../money-world.ts'
import { PANEL } from '../world.ts'
import type { PackageCase } from './package-cases.ts'

/** A clinic that works around the clock and sells whatever a case says, to one customer after the other. */
export interface PackageShop {
  world: MoneyWorld
  alva: string
  bo: string
  cy: string
  room: string
  /** Follows the page and hosts nothing. */
  stakeholder: string
  /** Nothing before it is free for the next case. */
  nextDay: Temporal.PlainDate
}

export const ZONE = 'Europe/London'
export const PRICE_MINOR = 4_000n
/** Per session, charged for moving one that starts soon, where the policy has tiers. */
export const LATE_MOVE_MINOR = 500n
/** Charged for moving later than an hour after booking, where moves are limited. */
export const MOVE_MINOR = 300n
export const BUFFER_MINUTES = 15
export const DURATION_MINUTES = 60

export async function openPackageShop(): Promise<PackageShop> {
  const world = await moneyWorld()
  const { context, scope } = world
  const sam = await addMember(context, scope, {
    name: 'Sam',
    email: 'sam@harbour.example',
    title: '',
    zone: ZONE,
    roleKey: 'host',
    password: null,
  })
  if (!sam.ok) throw new Error(`Sam could not join: ${sam.refusal.code}`)
  const { resourceId } = await addResource(context, scope, { name: 'Room 1', zone: ZONE })
  const [alva, bo, cy] = [world.alva, world.bo, world.cy].map(({ actor }) => actor.memberId)
  const weekly = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, fromMinute: 0, toMinute: 1440 }))
  for (const owner of [alva!, bo!, cy!, resourceId]) {
    await saveHours(context, scope, owner, { weekly, overrides: [] })
    if (owner !== resourceId)
      await context.db
        .insertInto('calendar_connections')
        .values({ org_id: world.orgId, id: newId(), owner_id: owner, provider: 'example' })
        .execute()
  }
  return {
    world,
    alva: alva!,
    bo: bo!,
    cy: cy!,
    room: resourceId,
    stakeholder: sam.value.memberId,
    // Cleo's first booking of the world lies before.
    nextDay: Temporal.PlainDate.from('2026-12-07'),
  }
}

/** Times in the order of the clock: `count` to book and `spare` to move to. The days are this case's alone. */
export function timesFor(shop: PackageShop, { spacing }: PackageCase, count: number): Temporal.Instant[] {
  const first = shop.nextDay
  // Caps are one session a day. Otherwise one follows the other as closely as the rules allow.
  const apart = DURATION_MINUTES + (spacing === 'buffers' ? 2 * BUFFER_MINUTES : 0)
  const perDay = spacing === 'caps' ? 1 : Math.floor(1_380 / apart)
  shop.nextDay = first.add({ days: Math.ceil(count / perDay) + 1 })
  return Array.from({ length: count }, (_, index) =>
    first
      .add({ days: Math.floor(index / perDay) })
      .toZonedDateTime({ timeZone: ZONE, plainTime: '00:30' })
      .add({ minutes: apart * (index % perDay) })
      .toInstant(),
  )
}

/** Puts the case on the page. `turn`: from this much notice on, tiers are free. */
export async function offerPackage(
  shop: PackageShop,
  one: PackageCase,
  number: number,
  turnMinutes: number,
): Promise<string> {
  const { context, scope, policyId, pageId } = shop.world
  await savePolicy(context, scope, { id: policyId, name: null, rules: rulesOf(one, turnMinutes) })
  const saved = await saveEventType(context, scope, null, { ...inputOf(shop, one), slug: `case-${number}` })
  if (!saved.ok) throw new Error(`The event type was refused: ${saved.refusal.code}`)
  const { eventTypeId } = saved.value
  const page = await savePage(context, scope, pageId, {
    slug: 'clinic',
    title: 'Harbour Physio',
    intro: '',
    policyId: null,
    stakeholderIds: [shop.stakeholder],
    active: true,
    ownerMemberId: shop.alva,
    eventTypeIds: [eventTypeId],
  })
  if (!page.ok) throw new Error(`The page was refused: ${page.refusal.code}`)
  return eventTypeId
}

function inputOf(shop: PackageShop, one: PackageCase): Omit<EventTypeInput, 'slug'> {
  const buffer = one.spacing === 'buffers' ? BUFFER_MINUTES : 0
  return {
    ...PANEL,
    name: 'Course',
    durationMinutes: DURATION_MINUTES,
    stepMinutes: 30,
    horizonDays: 365,
    sessionCount: one.sessions,
    hostRule: one.hosts === 'panel_and_room' ? 'panel' : one.hosts,
    seats: seatsOf(shop, one),
    locationKind: one.place,
    locationDetail: one.place === 'in_person' ? '12 Pier Road, London' : '',
    bufferBeforeMinutes: buffer,
    bufferAfterMinutes: buffer,
    dailyCap: one.spacing === 'caps' ? 1 : null,
    weeklyCap: one.spacing === 'caps' ? 7 : null,
    ...(one.approval === 'automatic'
      ? {}
      : { approval: 'request' as const, suggestedTimes: 3, requestsHold: one.approval === 'request_holds' }),
    ...paymentOf(one),
  }
}

function seatsOf(shop: PackageShop, { hosts }: PackageCase): EventTypeInput['seats'] {
  const { alva, bo, cy, room } = shop
  if (hosts === 'one') return [{ role: 'primary', label: '', candidates: [alva] }]
  // Alva owns the page and hosts none of these, so that she is told as the owner.
  if (hosts === 'round_robin') return [{ role: 'primary', label: '', candidates: [bo, cy] }]
  const panel: EventTypeInput['seats'] = [
    { role: 'primary', label: 'Lead', candidates: [alva] },
    { role: 'additional', label: 'Second', candidates: [bo] },
    { role: 'additional', label: 'Third', candidates: [cy] },
  ]
  return hosts === 'panel' ? panel : [...panel, { role: 'resource', label: 'Room', candidates: [room] }]
}

function paymentOf({ payment, sessions }: PackageCase): Partial<EventTypeInput> {
  if (payment === 'free') return { priceMinor: 0n, paymentMode: 'free' }
  const priceMinor = PRICE_MINOR * BigInt(sessions)
  if (payment === 'shown') return { priceMinor, paymentMode: 'price_shown' }
  const terms: Record<typeof payment, EventTypeInput['paymentTerms']> = {
    full: { kind: 'full' },
    deposit: { kind: 'deposit', amount: { kind: 'percent', percent: 25 } },
    card: { kind: 'card_on_file' },
    venue: { kind: 'pay_at_venue' },
  }
  return {
    priceMinor,
    paymentMode: 'price_collected',
    paymentTerms: terms[payment]!,
    tax: { basisPoints: 2_000, inclusive: true },
  }
}

function rulesOf({ policy, sessions }: PackageCase, turnMinutes: number): PolicyRules {
  const percent = (value: number) => ({ kind: 'percent' as const, percent: value })
  // A fixed amount is entered for the whole package and divided by its sessions.
  const minor = (value: bigint) => ({ kind: 'amount' as const, minor: `${value * BigInt(sessions)}` })
  if (policy === 'any_time') return { cancel: OPEN_RULE, reschedule: OPEN_RULE }
  if (policy === 'never') {
    const never: ActionRule = { ...OPEN_RULE, allowed: { kind: 'never' } }
    return { cancel: never, reschedule: never }
  }
  if (policy === 'limit')
    return {
      cancel: { ...OPEN_RULE, graceMinutes: 60, tiers: [{ fromNoticeMinutes: 0, amount: percent(50) }] },
      reschedule: {
        ...OPEN_RULE,
        limit: 1,
        graceMinutes: 60,
        tiers: [{ fromNoticeMinutes: 0, amount: minor(MOVE_MINOR) }],
      },
    }
  const until: ActionRule = { ...OPEN_RULE, allowed: { kind: 'until', noticeMinutes: 120 } }
  const tiers = (early: ActionRule['tiers'][number]['amount'], late: typeof early) => [
    { fromNoticeMinutes: turnMinutes, amount: early },
    { fromNoticeMinutes: 0, amount: late },
  ]
  return {
    cancel: { ...until, tiers: tiers(percent(100), percent(50)) },
    reschedule: { ...until, tiers: tiers(minor(0n), minor(LATE_MOVE_MINOR)) },
  }
}
