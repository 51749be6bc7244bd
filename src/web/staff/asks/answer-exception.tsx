import type { Ask } from '#domain/asks/ask.ts'
import { slotsByLocalDate } from '#domain/availability/slots-by-date.ts'
import type { Booking, Session } from '#domain/bookings/booking.ts'
import { shortWhen } from '#messages/dates.ts'
import { staffAskWords } from '#messages/staff-asks.ts'
import type { Typed } from '#platform/forms.ts'
import { fromMinute, toMinute } from '#platform/zones.ts'
import { Button } from '#ui/button.tsx'
import { Card } from '#ui/card.tsx'
import { Fieldset } from '#ui/choices.tsx'
import { Select, TextField, type Option } from '#ui/field.tsx'
import { Row, Stack } from '#ui/layout.tsx'
import { fieldId, typedText, type FormProblems } from '../../customer/form-errors.ts'
import { typedOfMinor } from '../settings/typed-money.ts'
import type { StaffContext } from '../staff-env.ts'
import { OFFERS, offerField } from './answer-form.ts'
import { sessionsOf } from './ask-facts.tsx'
import type { AskTimes } from './ask-times.ts'
import { ruleFee } from './rule-fee.ts'
import { timeStateWord } from './time-state.tsx'

export interface ExceptionProps {
  c: StaffContext
  booking: Booking
  ask: Ask
  times: AskTimes
  /** What was typed before a refusal; null the first time. */
  typed: Typed | null
  problems: FormProblems | null
}

/** Days with free times that each list names. */
const DAYS_LISTED = 8

/** What can be allowed: for free, for a fee, or to some times alone; one click each (ux A4a). */
export function AllowException(props: ExceptionProps) {
  const { c, booking, ask } = props
  const words = staffAskWords(c.var.locale)
  return (
    <>
      <Card heading={words.allow} id="allow">
        <Stack>
          <Row>
            <Button name="answer" value="free" busyLabel={words.sending}>
              {words.allowFree}
            </Button>
          </Row>
          {booking.paymentMode === 'price_collected' ? <Fee {...props} /> : null}
        </Stack>
      </Card>
      {ask.action === 'reschedule' ? <Offer {...props} /> : null}
    </>
  )
}

function Fee({ c, booking, ask, typed, problems }: ExceptionProps) {
  const words = staffAskWords(c.var.locale)
  const sessions = sessionsOf(booking, ask)
  const fee = ruleFee(booking, sessions, ask.action === 'cancel' ? 'cancel' : 'reschedule')
  const prefilled = fee > 0n ? typedOfMinor(fee, booking.currency) : ''
  return (
    <div class="field-row">
      <TextField
        id={fieldId('fee')}
        name="fee"
        label={sessions.length > 1 ? words.feeEach : words.fee}
        hint={fee > 0n ? words.feeHint(fee, booking.currency) : words.feeHintNone}
        error={problems?.of('fee')}
        value={typed ? typedText(typed, 'fee') : prefilled}
        inputmode="decimal"
        width="short"
        suffix={booking.currency}
      />
      <Button name="answer" value="fee" kind="quiet" busyLabel={words.sending}>
        {words.allowFee}
      </Button>
    </div>
  )
}

function Offer(props: ExceptionProps) {
  const { c, booking, ask } = props
  const words = staffAskWords(c.var.locale)
  return (
    <Card heading={words.offer} id="offer">
      <Stack>
        {sessionsOf(booking, ask).map((session) => (
          <OfferFields {...props} session={session} />
        ))}
        <Row>
          <Button name="answer" value="times" kind="quiet" busyLabel={words.sending}>
            {words.offerSubmit}
          </Button>
        </Row>
      </Stack>
    </Card>
  )
}

// What they would like stands first, and is chosen already where it is free.
function OfferFields({
  c,
  booking,
  ask,
  times,
  typed,
  problems,
  session,
}: ExceptionProps & { session: Session }) {
  const words = staffAskWords(c.var.locale)
  const wished = ask.wishes.find((wish) => wish.session === session.id)?.starts ?? []
  const free = wished.filter((start) => times.stateOf(session, start).kind === 'free')
  const options = optionsOf({ c, times, session, wished })
  return (
    <Fieldset
      id={fieldId(`offer-${session.position}`)}
      legend={booking.sessions.length > 1 ? words.session(session.position) : words.offerUpTo(OFFERS.length)}
      hint={words.offerHint}
    >
      {OFFERS.map((choice) => {
        const name = offerField(session.position, choice)
        return (
          <Select
            id={fieldId(name)}
            name={name}
            label={words.offerTime(choice - 1)}
            error={problems?.of(name)}
            value={typed ? typedText(typed, name) : (free[choice - 1]?.toString() ?? '')}
            options={options}
          />
        )
      })}
    </Fieldset>
  )
}

function optionsOf({
  c,
  times,
  session,
  wished,
}: {
  c: StaffContext
  times: AskTimes
  session: Session
  wished: readonly Temporal.Instant[]
}): Option[] {
  const { locale, viewer } = c.var
  const words = staffAskWords(locale)
  const when = (start: Temporal.Instant) => shortWhen(start, viewer.zone, locale, viewer.now)
  const days = [...slotsByLocalDate(times.freeFor(session), viewer.zone).values()].slice(0, DAYS_LISTED)
  const taken = new Set([...wished, session.startsAt].map((start) => toMinute(start)))
  return [
    { value: '', label: words.noTime },
    ...wished.map((start) => ({
      value: start.toString(),
      label: words.wishAt(when(start), timeStateWord(times.stateOf(session, start), locale)),
    })),
    ...days
      .flatMap((starts) => [...starts])
      .filter((minute) => !taken.has(minute))
      .map((minute) => ({ value: fromMinute(minute).toString(), label: when(fromMinute(minute)) })),
  ]
}
