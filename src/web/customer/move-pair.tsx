import { askText } from '#messages/asks.ts'
import { longWhen, secondClock, shortWhen, zoneLabel } from '#messages/dates.ts'
import { resultText } from '#messages/manage-results.ts'
import { sessionsText } from '#messages/packages.ts'
import { payText } from '#messages/pay.ts'
import type { Quote, QuotedMove } from '#domain/bookings/change.ts'
import { ChangePair } from '#ui/change-pair.tsx'
import { Card } from '#ui/card.tsx'
import { Stack } from '#ui/layout.tsx'
import { TimeList } from '#ui/time-list.tsx'
import { hostOf, type ManageView } from './manage-view.ts'
import { MANY_SESSIONS } from './session-times.tsx'

/** What the button says: where the booking goes, what is paid for that, or who is asked. */
export function moveLabel({ zone, locale, booking, host }: ManageView, quote: Quote): string {
  const [move, ...more] = quote.reschedule
  const start = Temporal.Instant.from(move!.start)
  if (quote.needsApproval)
    return more.length > 0
      ? sessionsText(locale).ask(quote.reschedule.length)
      : askText(locale).submitMove(host.name, start, zone, booking.now)
  if (quote.payNowMinor !== '0')
    return payText(locale).check.payAndMove({ minor: BigInt(quote.payNowMinor), currency: quote.currency })
  if (more.length > 0) return sessionsText(locale).move(quote.reschedule.length)
  return resultText(locale).check.button(shortWhen(start, zone, locale, booking.now))
}

/** Old and new time on both clocks; `done` strikes the old one through. */
export function MovePair({ view, move, done }: { view: ManageView; move: QuotedMove; done?: boolean }) {
  const { zone, locale, booking } = view
  const session = booking.sessions.find(({ id }) => id === move.session)
  const host = session ? hostOf(session) : view.host
  const words = resultText(locale)
  const side = (label: string, from: string, to: string) => {
    const start = Temporal.Instant.from(from)
    const other = secondClock(start, zone, host, locale)
    return {
      label,
      when: longWhen(start, Temporal.Instant.from(to), zone, locale),
      datetime: from,
      lines: [zoneLabel(zone, start, locale), ...(other ? [other] : [])],
    }
  }
  const old = side(words.check.from, move.fromStart, move.fromEnd)
  return (
    <ChangePair
      from={done ? { ...old, note: `(${words.moved.oldTime})` } : old}
      to={side(words.check.to, move.start, move.end)}
      done={done}
    />
  )
}

/** All moves of a change; of several sessions each with its number, and with a way to another time (ux K3). */
export function MovePairs(props: {
  view: ManageView
  moves: readonly QuotedMove[]
  done?: boolean
  changeHref?: (move: QuotedMove) => string
}) {
  const { view, done = false } = props
  const moves = props.moves.toSorted((one, other) => positionOf(view, one) - positionOf(view, other))
  if (view.booking.sessions.length === 1) return <MovePair view={view} move={moves[0]!} done={done} />
  if (moves.length > MANY_SESSIONS) return <LongList {...props} moves={moves} />
  const text = sessionsText(view.locale)
  return (
    <Stack>
      {moves.map((move) => (
        <Card
          id={`session-${positionOf(view, move) + 1}`}
          heading={text.session(positionOf(view, move))}
          level={2}
          kind="surface"
          action={
            props.changeHref ? (
              <a class="small" href={props.changeHref(move)}>
                {text.change}
                <span class="visually-hidden"> {text.changeAbout(positionOf(view, move))}</span>
              </a>
            ) : undefined
          }
        >
          <MovePair view={view} move={move} done={done} />
        </Card>
      ))}
    </Stack>
  )
}

function LongList({
  view,
  moves,
  changeHref,
}: {
  view: ManageView
  moves: readonly QuotedMove[]
  changeHref?: (move: QuotedMove) => string
}) {
  const { booking, zone, locale } = view
  const text = sessionsText(locale)
  const first = Temporal.Instant.from(moves[0]!.start)
  return (
    <Stack gap="tight">
      <TimeList
        label={text.steps}
        entries={moves.map((move) => {
          const start = Temporal.Instant.from(move.start)
          return {
            number: positionOf(view, move) + 1,
            datetime: move.start,
            when: longWhen(start, Temporal.Instant.from(move.end), zone, locale),
            note: text.instead(Temporal.Instant.from(move.fromStart), zone, booking.now),
            action: changeHref
              ? {
                  href: changeHref(move),
                  label: text.change,
                  about: text.changeAbout(positionOf(view, move)),
                }
              : undefined,
          }
        })}
      />
      <p class="quiet small">{zoneLabel(zone, first, locale)}</p>
    </Stack>
  )
}

function positionOf({ booking }: ManageView, move: QuotedMove): number {
  return booking.sessions.find((session) => session.id === move.session)?.position ?? 0
}
