import type { ChangePayload, Fact } from '#domain/facts/fact.ts'
import { circleOf, guestWhoLeft, type Circle } from './plan-asks.ts'
import { planMoney } from './plan-money.ts'
import type { Addressee, Audience, MessageKind, PeopleConcerned, PlannedDelivery } from './message.ts'
import { webhookEvent } from './webhook-event.ts'

const KIND_OF_FACT: Partial<Record<Fact['kind'], MessageKind>> = {
  'booking.scheduled': 'booking_scheduled',
  'booking.rescheduled': 'booking_rescheduled',
  'booking.canceled': 'booking_canceled',
  'booking.changed': 'booking_changed',
}

/**
 * Who is told of a fact, and how (the table of domain.md §8). Pure. The primary host gets one mail with all
 * additional hosts in cc (seed article 000; oncehub R147); everybody who hosts sees it in the app; the page's
 * owner and the stakeholders get a mail of their own unless they host. Nobody is told twice on one channel.
 */
export function planDeliveries(fact: Fact, people: PeopleConcerned): PlannedDelivery[] {
  return [...planMessages(fact, people), ...planWebhooks(fact, people)]
}

function planWebhooks(fact: Fact, { programs, openSessions }: PeopleConcerned): PlannedDelivery[] {
  const event = webhookEvent(fact, openSessions)
  if (!event) return []
  return programs
    .filter(({ kinds }) => kinds.length === 0 || kinds.includes(event))
    .map(({ id, url }) => ({
      event,
      kind: 'webhook',
      channel: 'webhook',
      audience: 'program',
      recipientId: id,
      to: url,
      cc: [],
    }))
}

function planMessages(fact: Fact, people: PeopleConcerned): PlannedDelivery[] {
  if (fact.kind === 'booking.confirmed_by_customer') return hostsInApp('booking_confirmed', people)
  if (fact.kind.startsWith('payment.') || fact.kind.startsWith('refund.')) return planMoney(fact, people)
  if (fact.kind === 'link.sent_again') return [mail('link_again', 'customer', people.customer)]
  const circle = circleOfChange(fact, people) ?? circleOf(fact)
  if (!circle) return []
  const { kind } = circle
  const left = guestWhoLeft(fact, people.guests)
  const hostMail = {
    ...mail(kind, 'primary_host', people.primaryHost),
    cc: people.additionalHosts.map((host) => host.email),
  }
  return tellOnce([
    ...(circle.customer ? [mail(kind, 'customer', people.customer)] : []),
    ...(circle.guests ? people.guests : left ? [left] : []).map((guest) => mail(kind, 'guest', guest)),
    ...(circle.hostsByMail ? [hostMail] : []),
    ...(circle.hostsInApp ? hostsInApp(kind, people) : []),
    ...(circle.others ? others(people).map(([audience, person]) => mail(kind, audience, person)) : []),
  ])
}

function circleOfChange(fact: Fact, { isRequest = false }: PeopleConcerned): Circle | null {
  const kind = KIND_OF_FACT[fact.kind]
  if (!kind) return null
  return {
    kind,
    customer: customerTold(fact),
    // Whoever cancels a request cancels nothing to which guests were invited.
    guests: fact.kind !== 'booking.canceled' || !isRequest,
    hostsByMail: true,
    hostsInApp: true,
    others: true,
  }
}

function hostsInApp(kind: MessageKind, people: PeopleConcerned): PlannedDelivery[] {
  const inApp =
    (audience: Audience) =>
    (host: Addressee): PlannedDelivery => ({
      kind,
      channel: 'in_app',
      audience,
      recipientId: host.id,
      to: '',
      cc: [],
    })
  return [inApp('primary_host')(people.primaryHost), ...people.additionalHosts.map(inApp('additional_host'))]
}

function others(people: PeopleConcerned): [Audience, Addressee][] {
  const hosts = new Set([people.primaryHost.id, ...people.additionalHosts.map((host) => host.id)])
  const owner: [Audience, Addressee][] = [['page_owner', people.pageOwner]]
  const stakeholders = people.stakeholders.map((person): [Audience, Addressee] => ['stakeholder', person])
  return [...owner, ...stakeholders].filter(([, person]) => !hosts.has(person.id))
}

function customerTold(fact: Fact): boolean {
  return !('customerTold' in fact.payload) || (fact.payload as ChangePayload).customerTold
}

function mail(kind: MessageKind, audience: Audience, person: Addressee): PlannedDelivery {
  return { kind, channel: 'email', audience, recipientId: person.id, to: person.email, cc: [] }
}

function tellOnce(planned: PlannedDelivery[]): PlannedDelivery[] {
  const seen = new Set<string>()
  return planned.filter((delivery) => {
    const key = `${delivery.channel} ${delivery.recipientId}`
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
