import type { Booking } from '#domain/bookings/booking.ts'
import { mayAct } from '#domain/bookings/may-act.ts'
import { approvedRequest } from '#domain/bookings/schedule-held.ts'
import { shortWhen } from '#messages/dates.ts'
import { staffAskWords } from '#messages/staff-asks.ts'
import { paths } from '#paths.ts'
import { Banner } from '#ui/banner.tsx'
import { ButtonLink } from '#ui/button.tsx'
import type { StaffContext } from '../staff-env.ts'
import { titleOfAsk } from './answer-view.tsx'
import { answerByText } from './ask-facts.tsx'

/** What the customer of this booking asks and nobody answered, with the way to the answer; or what is not paid yet. */
export function OpenAsks({ c, booking }: { c: StaffContext; booking: Booking }) {
  const { locale, viewer } = c.var
  const words = staffAskWords(locale)
  const open = booking.asks.filter((ask) => ask.state === 'open')
  const mayAnswer = mayAct(c.var.scope, booking, 'change')
  return (
    <>
      <NotPaid c={c} booking={booking} />
      {open.map((ask) => {
        const wished = ask.wishes.flatMap((wish) => wish.starts)
        return (
          <Banner
            kind="warn"
            title={titleOfAsk(c, ask, booking.customer.name)}
            action={
              mayAnswer ? (
                <ButtonLink kind="primary" href={paths.answerAsk(booking.id, ask.id)}>
                  {words.answer}
                </ButtonLink>
              ) : null
            }
          >
            {wished.length > 0 ? (
              <p>{wished.map((start) => shortWhen(start, viewer.zone, locale, viewer.now)).join('; ')}</p>
            ) : null}
            {ask.reason ? <p dir="auto">{words.quote(ask.reason)}</p> : null}
            <p>
              {words.answerBy} {answerByText(c, ask.answerBy)}
            </p>
          </Banner>
        )
      })}
    </>
  )
}

// A request that was approved can be declined as long as nobody paid.
function NotPaid({ c, booking }: { c: StaffContext; booking: Booking }) {
  const ask = approvedRequest(booking)
  if (!ask || !booking.heldUntil) return null
  const words = staffAskWords(c.var.locale)
  return (
    <Banner
      kind="info"
      title={words.notPaid(booking.customer.name)}
      action={
        mayAct(c.var.scope, booking, 'change') ? (
          <ButtonLink href={paths.answerAsk(booking.id, ask.id)}>{words.toTakeBack}</ButtonLink>
        ) : null
      }
    >
      {words.keptUntil} {answerByText(c, booking.heldUntil)}
    </Banner>
  )
}
