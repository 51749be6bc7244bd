import type { Booking } from '#domain/bookings/booking.ts'
import { paidForShare } from '#domain/money/session-money.ts'
import { formText } from '#messages/forms.ts'
import { changeWords } from '#messages/staff-change.ts'
import { askToMoveWords } from '#messages/taking-back.ts'
import { paths } from '#paths.ts'
import { Banner } from '#ui/banner.tsx'
import { Button, ButtonLink } from '#ui/button.tsx'
import { Card } from '#ui/card.tsx'
import { Checkbox, RadioGroup } from '#ui/choices.tsx'
import { ErrorSummary } from '#ui/error-summary.tsx'
import { TextArea } from '#ui/field.tsx'
import { HiddenFields, PageHeading, Row, Stack } from '#ui/layout.tsx'
import { fieldId } from '../customer/form-errors.ts'
import { openSessions } from './actions.ts'
import { SessionClock } from './booking-parts.tsx'
import { staffFrame } from './frame.tsx'
import { titleOf } from './open-booking.ts'
import { SessionBoxes } from './session-boxes.tsx'
import type { StaffContext } from './staff-env.ts'

/** What the form says, as it was typed. */
export interface AskTyped {
  sessions: string[]
  kind: 'same' | 'any' | ''
  reason: string
  tell: boolean
}

/** What is wrong with a field, in words. */
export type AskWrong = Partial<Record<'session' | 'kind' | 'reason', string>>

interface Shown {
  status: 200 | 409 | 422
  typed: AskTyped
  wrong?: AskWrong
  notice?: string
}

/** The page that asks the customer for another time (ux A5q). */
export function askToMoveView(
  c: StaffContext,
  booking: Booking,
  { status, typed, wrong = {}, notice }: Shown,
): Response | Promise<Response> {
  const { locale } = c.var
  const words = askToMoveWords(locale)
  const title = words.title(booking.customer.name)
  const problems = Object.entries(wrong).map(([name, text]) => ({ href: `#${fieldId(name)}`, text }))
  return staffFrame(
    c,
    { title, current: 'activity', status, refused: status !== 200 },
    <Stack gap="section">
      {problems.length > 0 ? (
        <ErrorSummary heading={formText(locale).problems(problems.length)} problems={problems} />
      ) : null}
      <PageHeading
        title={<bdi>{title}</bdi>}
        lead={words.lead}
        back={{ href: paths.staffBooking(booking.id), label: titleOf(c, booking) }}
      />
      {notice ? <Banner kind="warn" title={notice} /> : null}
      <form method="post" action={paths.askToMove(booking.id)} data-turbo="false" novalidate>
        <Stack gap="section">
          <HiddenFields fields={{ revision: String(booking.revision) }} />
          <GivenUp c={c} booking={booking} typed={typed} error={wrong.session} />
          <Kind c={c} booking={booking} typed={typed} error={wrong.kind} />
          <Words c={c} booking={booking} typed={typed} error={wrong.reason} />
          <Row>
            <Button busyLabel={words.busy}>{words.submit}</Button>
            <ButtonLink href={paths.staffBooking(booking.id)}>{words.keep}</ButtonLink>
          </Row>
        </Stack>
      </form>
    </Stack>,
  )
}

interface PartProps {
  c: StaffContext
  booking: Booking
  typed: AskTyped
  error: string | undefined
}

function GivenUp({ c, booking, typed, error }: PartProps) {
  const words = askToMoveWords(c.var.locale)
  const open = openSessions(booking, 'ask_to_move')
  if (booking.sessions.length > 1)
    return <SessionBoxes c={c} booking={booking} open={open} chosen={typed.sessions} error={error} />
  return (
    <Card heading={words.what}>
      <SessionClock c={c} booking={booking} session={booking.sessions[0]!} />
    </Card>
  )
}

function Kind({ c, booking, typed, error }: PartProps) {
  const words = askToMoveWords(c.var.locale)
  const chosen = booking.sessions.filter(
    ({ id }) => typed.sessions.length === 0 || typed.sessions.includes(id),
  )
  const paid = chosen.reduce((sum, session) => sum + paidForShare(session), 0n)
  return (
    <RadioGroup
      id={fieldId('kind')}
      name="kind"
      legend={words.kind}
      error={error}
      options={[
        { value: 'same', label: words.same, hint: words.sameHint, checked: typed.kind === 'same' },
        {
          value: 'any',
          label: words.any,
          hint: words.anyHint(paid, booking.currency),
          checked: typed.kind === 'any',
        },
      ]}
    />
  )
}

function Words({ c, booking, typed, error }: PartProps) {
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
        error={error}
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
    </Stack>
  )
}
