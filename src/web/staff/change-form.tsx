import { z } from 'zod'
import type { Booking, Session } from '#domain/bookings/booking.ts'
import type { Quote } from '#domain/bookings/change.ts'
import { LONGEST_REASON } from '#domain/bookings/change.ts'
import { openQuote } from '#domain/bookings/quote.ts'
import { whoIsTold } from '#domain/bookings/who-is-told.ts'
import { changeWords } from '#messages/staff-change.ts'
import { audienceWord } from '#messages/staff-outbox.ts'
import { cleanText, optionalText, parseForm, type FieldErrors, type Typed } from '#platform/forms.ts'
import { Banner } from '#ui/banner.tsx'
import { Checkbox } from '#ui/choices.tsx'
import { TextArea } from '#ui/field.tsx'
import { Section, Stack } from '#ui/layout.tsx'
import { fieldId, type FormProblems } from '../customer/form-errors.ts'
import type { StaffContext } from './staff-env.ts'

/** What a team member chooses beside the change itself, as it was typed. */
export interface ChoicesTyped {
  reason: string
  tell: boolean
}

export const NOTHING_TYPED: ChoicesTyped = { reason: '', tell: true }

/** What a posted form says: the sealed quote if it is ours and theirs, and the choices, also when they are refused. */
export interface ChangeSent {
  quote: Quote | null
  choices: ChoicesTyped
  errors: FieldErrors
}

/** Reads the form of a change. A box that is not ticked is not sent at all. */
export function readChangeForm(c: StaffContext, booking: Booking, typed: Typed): ChangeSent {
  const schema = z.object({ reason: optionalText(LONGEST_REASON) })
  const one = (name: string) => (typeof typed[name] === 'string' ? typed[name] : '')
  const parsed = parseForm(schema, { reason: one('reason') })
  const quote = openQuote(c.var.deps.context.secret, one('quote'), c.var.scope)
  return {
    quote: quote?.bookingId === booking.id ? quote : null,
    choices: {
      reason: parsed.ok ? parsed.value.reason : cleanText(one('reason')),
      tell: typed.tell !== undefined,
    },
    errors: parsed.ok ? {} : parsed.errors,
  }
}

/** Reason and "tell the customer", with the list of everybody who hears of it. */
export function ChoiceFields(props: {
  c: StaffContext
  booking: Booking
  sessions: Session[]
  kind: 'booking.canceled' | 'booking.rescheduled'
  typed: ChoicesTyped
  problems: FormProblems | null
}) {
  const { c, booking, typed, problems } = props
  const words = changeWords(c.var.locale)
  const { customer } = booking
  return (
    <Stack>
      <TextArea
        id={fieldId('reason')}
        name="reason"
        label={words.reason}
        mark={words.optional}
        hint={words.reasonHint}
        value={typed.reason}
        error={problems?.of('reason')}
        rows={3}
      />
      <Checkbox
        id={fieldId('tell')}
        name="tell"
        value="yes"
        label={words.tell(customer.name)}
        hint={words.tellHint(customer.email)}
        checked={typed.tell}
      />
      <Told {...props} />
    </Stack>
  )
}

/** Says that the policy would stop a customer here. */
export function OverrideNote({ c, quote }: { c: StaffContext; quote: Quote }) {
  const words = changeWords(c.var.locale)
  if (!quote.overridden) return null
  return (
    <Banner kind="warn" title={words.overridden}>
      {words.overriddenLine}
    </Banner>
  )
}

function Told({
  c,
  booking,
  sessions,
  kind,
}: {
  c: StaffContext
  booking: Booking
  sessions: Session[]
  kind: 'booking.canceled' | 'booking.rescheduled'
}) {
  const words = changeWords(c.var.locale)
  const nameOf = namesIn(booking)
  const lines = [
    ...Map.groupBy(whoIsTold(booking, kind, sessions), (delivery) => delivery.recipientId).values(),
  ].map((messages) => {
    const event = messages.find((message) => message.channel === 'webhook')
    // The host alone: the rest of a program's address may hold a key.
    if (event) return words.toldLine(new URL(event.to).host, audienceWord(event.audience), words.byWebhook)
    const mail = messages.find((message) => message.channel === 'email')
    const inApp = messages.some((message) => message.channel === 'in_app')
    const { to, recipientId, audience } = mail ?? messages[0]!
    return words.toldLine(
      nameOf(to || recipientId),
      audienceWord(audience),
      words.ways(Boolean(mail), inApp, (mail?.cc ?? []).map(nameOf)),
    )
  })
  return (
    <Section heading={words.told}>
      <ul>
        {lines.map((line) => (
          <li>
            <bdi>{line}</bdi>
          </li>
        ))}
      </ul>
    </Section>
  )
}

// A planned message knows addresses and ids; people know names.
function namesIn(booking: Booking): (key: string) => string {
  const names = new Map<string, string>()
  for (const host of booking.sessions.flatMap((session) => session.assignments))
    names.set(host.email, host.name).set(host.ownerId, host.name)
  for (const person of [booking.pageOwner, ...booking.stakeholders])
    names.set(person.email, person.name).set(person.id, person.name)
  for (const guest of booking.guests) if (guest.name) names.set(guest.email, guest.name)
  names.set(booking.customer.email, booking.customer.name)
  return (key) => names.get(key) ?? key
}
