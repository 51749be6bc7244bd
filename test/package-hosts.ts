import { saveEventType } from '#domain/event-types/save-event-type.ts'
import { savePage } from '#domain/event-types/save-page.ts'
import { saveHours } from '#domain/team/hours.ts'
import { makeWorld, PANEL, type CleosBooking, type World } from './world.ts'

/** A day of December 2026 and an hour in New York. */
export const inNewYork = (day: number, hour: number) =>
  Temporal.PlainDate.from({ year: 2026, month: 12, day })
    .toZonedDateTime({ timeZone: 'America/New_York', plainTime: { hour } })
    .toInstant()

/** A world with a package of three in turns: Alva works before noon and has sessions 1 and 3, Bo after it and has 2. */
export async function worldInTurns(): Promise<World & { course: CleosBooking }> {
  const world = await makeWorld({ rules: { cancel: EVER, reschedule: EVER } })
  const { context, scope, alva, bo } = world
  const hours = (fromMinute: number, toMinute: number) => ({
    weekly: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, fromMinute, toMinute })),
    overrides: [],
  })
  await saveHours(context, scope, alva.actor.memberId, hours(9 * 60, 12 * 60))
  await saveHours(context, scope, bo.actor.memberId, hours(13 * 60, 18 * 60))
  const saved = await saveEventType(context, scope, null, {
    ...PANEL,
    slug: 'turns',
    name: 'Course',
    hostRule: 'round_robin',
    sessionCount: 3,
    seats: [{ role: 'primary', label: '', candidates: [alva.actor.memberId, bo.actor.memberId] }],
  })
  if (!saved.ok) throw new Error(saved.refusal.code)
  const page = await savePage(context, scope, null, {
    slug: 'turns',
    title: 'Courses',
    intro: '',
    ownerMemberId: alva.actor.memberId,
    policyId: null,
    eventTypeIds: [saved.value.eventTypeId],
    stakeholderIds: [],
    active: true,
  })
  if (!page.ok) throw new Error(page.refusal.code)
  const course = await world.bookAgain({
    pageId: page.value.pageId,
    eventTypeId: saved.value.eventTypeId,
    starts: [inNewYork(7, 10), inNewYork(8, 14), inNewYork(9, 10)],
  })
  return { ...world, course }
}

const EVER = { allowed: { kind: 'any_time' as const } }
