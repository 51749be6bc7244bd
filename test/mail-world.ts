import { openChannels } from '#integrations/channels/index.ts'
import type { JobRun } from '#platform/queue.ts'
import { scopeOfLink, type CustomerScope } from '#domain/access/scope.ts'
import { commitChange } from '#domain/bookings/commit-change.ts'
import { quoteChange } from '#domain/bookings/quote-change.ts'
import { saveEventType, type EventTypeInput } from '#domain/event-types/save-event-type.ts'
import { savePage } from '#domain/event-types/save-page.ts'
import { loadDelivery } from '#domain/notifications/load-delivery.ts'
import { saveHours } from '#domain/team/hours.ts'
import { addMember } from '#domain/team/members.ts'
import { composeMail, type ComposedMail } from '#jobs/compose-mail.ts'
import { deliverWith } from '#jobs/deliver.ts'
import { loadMailSource } from '#jobs/load-source.ts'
import type { MailSource } from '#jobs/mail-source.ts'
import { FIRST_START, PANEL, type CleosBooking, type World } from './world.ts'

// Mails in tests: the world of world.ts, its queue worked on by hand, and panels of any size.

export const SENDER = 'kept@kestrel.example'

export interface Postman {
  /** Runs the job of every mail that waits, once each, as the worker would. Returns the errors that would mean "again". */
  deliverAll(run?: Partial<JobRun>): Promise<Error[]>
  /** Runs one delivery's job. */
  deliver(deliveryId: string, run?: Partial<JobRun>): Promise<void>
  close(): Promise<void>
}

/** Somebody who does the worker's deliveries one after the other. No `smtpUrl` means no mail server. */
export function postman(world: World, smtpUrl: string | null): Postman {
  const channels = openChannels({ smtpUrl, allowedNetworks: [] })
  const handler = deliverWith({
    context: world.context,
    channels,
    publicUrl: world.config.publicUrl,
    sender: SENDER,
  })
  const deliver = (deliveryId: string, run: Partial<JobRun> = {}) =>
    handler(
      { orgId: world.orgId, deliveryId },
      { id: deliveryId, attempt: 1, isLastAttempt: false, signal: new AbortController().signal, ...run },
    )
  return {
    deliver,
    async deliverAll(run) {
      const errors: Error[] = []
      for (const { id } of await waiting(world))
        await deliver(id, run).catch((error: Error) => errors.push(error))
      return errors
    },
    close: () => channels.close(),
  }
}

function waiting(world: World) {
  return world.context.db
    .selectFrom('deliveries')
    .where('channel', '=', 'email')
    .where((eb) => eb.or([eb('state', '=', 'queued'), eb('state', '=', 'sample')]))
    .select('id')
    .orderBy('created_at')
    .orderBy('audience')
    .execute()
}

let booked = 0

/** A booking of Cleo's on the next working day, so that a file can make as many as it likes: 2:30pm in New York. */
export function bookNextDay(
  world: World,
  request: Parameters<World['bookAgain']>[0] = {},
): Promise<CleosBooking> {
  booked += 1
  const days = 7 * Math.floor(booked / 5) + (booked % 5)
  // The first day is a Friday, the fourth of December.
  const start = FIRST_START.add({ hours: 24 * (days + (booked % 5 > 1 ? 2 : 0)) })
  return world.bookAgain({ starts: [start], requestKey: `day ${booked}`, ...request })
}

/** The mails in the outbox: oldest first, of one fact the customer's first and the lead's last. */
export function deliveriesOf(world: World, booking?: { bookingId: string }) {
  let query = world.context.db
    .selectFrom('deliveries')
    .where('channel', '=', 'email')
    .selectAll()
    .orderBy('created_at')
    .orderBy('audience')
  if (booking) query = query.where('booking_id', '=', booking.bookingId)
  return query.execute()
}

/** What one mail would be rendered from at this moment. Throws when it has nothing to say any more. */
export async function sourceOf(world: World, deliveryId: string): Promise<MailSource> {
  const delivery = (await loadDelivery(world.context.reader, world.scope, deliveryId))!
  const booking = await world.load({ bookingId: delivery.bookingId! })
  const from = { secret: world.context.secret, publicUrl: world.config.publicUrl }
  const source = await loadMailSource(world.context.reader, world.scope, { delivery, booking }, from)
  if (!source) throw new Error('This mail no longer applies.')
  return source
}

/** The mails of a booking, each under "kind audience", as they would be rendered at this moment. */
export async function mailsOf(
  world: World,
  booking: { bookingId: string },
): Promise<Record<string, ComposedMail>> {
  const mails: Record<string, ComposedMail> = {}
  for (const { id, kind, audience } of await deliveriesOf(world, booking)) {
    mails[`${kind.replace('booking_', '')} ${audience}`] = composeMail(await sourceOf(world, id), SENDER)
  }
  return mails
}

/** The customer changes the booking over their link. */
export async function changeByCustomer(
  world: World,
  guest: CleosBooking,
  change: { cancel?: string[]; reschedule?: { session: string; start: Temporal.Instant }[] },
  reason?: string,
): Promise<void> {
  const request = {
    bookingId: guest.bookingId,
    cancel: change.cancel ?? [],
    reschedule: change.reschedule ?? [],
    channel: 'mail_link' as const,
  }
  const quote = await quoteChange(world.context.reader, guest.scope, request)
  const receipt = quote.ok
    ? await commitChange(world.context, guest.scope, quote.value, reason === undefined ? {} : { reason })
    : quote
  if (!receipt.ok) throw new Error(`The change was refused: ${JSON.stringify(receipt.refusal)}`)
}

/** The customer cancels every session. */
export async function cancelByCustomer(world: World, guest: CleosBooking, reason?: string): Promise<void> {
  const booking = await world.load(guest)
  await changeByCustomer(world, guest, { cancel: booking.sessions.map(({ id }) => id) }, reason)
}

/** A panel with this many additional hosts, led by Alva, on a page of its own; and Cleo's booking of it. */
export async function bookPanel(
  world: World,
  additionalHosts: number,
  eventType: Partial<EventTypeInput> = {},
  hoursBefore = 3,
): Promise<CleosBooking & { hosts: string[] }> {
  const hours = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, fromMinute: 540, toMinute: 1080 }))
  const label = `panel-${additionalHosts}-${eventType.sessionCount ?? 1}`
  const hosts: string[] = []
  const seats: EventTypeInput['seats'] = [
    { role: 'primary', label: 'Lead', candidates: [world.alva.actor.memberId] },
  ]
  for (let number = 1; number <= additionalHosts; number += 1) {
    const email = `${label}-host-${number}@kestrel.example`
    const added = await addMember(world.context, world.scope, {
      name: `Host ${number}`,
      email,
      title: 'Engineer',
      zone: 'America/New_York',
      roleKey: 'host',
      password: null,
    })
    if (!added.ok) throw new Error(added.refusal.code)
    await saveHours(world.context, world.scope, added.value.memberId, { weekly: hours, overrides: [] })
    hosts.push(email)
    seats.push({ role: 'additional', label: 'Engineering', candidates: [added.value.memberId] })
  }
  const saved = await saveEventType(world.context, world.scope, null, {
    ...PANEL,
    slug: label,
    seats,
    ...eventType,
  })
  if (!saved.ok) throw new Error(saved.refusal.code)
  const page = await savePage(world.context, world.scope, null, {
    slug: label,
    title: 'Interviews',
    intro: '',
    ownerMemberId: world.alva.actor.memberId,
    policyId: null,
    eventTypeIds: [saved.value.eventTypeId],
    stakeholderIds: [],
    active: true,
  })
  if (!page.ok) throw new Error(page.refusal.code)
  const starts = Array.from({ length: eventType.sessionCount ?? 1 }, (_, index) =>
    FIRST_START.add({ hours: 24 * 7 * index - hoursBefore }),
  )
  const guest = await world.bookAgain({
    pageId: page.value.pageId,
    eventTypeId: saved.value.eventTypeId,
    starts,
  })
  return { ...guest, scope: (await scopeOfLink(world.context.reader, guest.token)) as CustomerScope, hosts }
}
