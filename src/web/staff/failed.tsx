import { attendanceFeeAsked } from '#domain/bookings/attendance-fee.ts'
import type { Booking, Session } from '#domain/bookings/booking.ts'
import { LONGEST_REASON } from '#domain/bookings/change.ts'
import { markFailed, revertFailed } from '#domain/bookings/mark-failed.ts'
import { markNoShow, revertNoShow } from '#domain/bookings/mark-no-show.ts'
import { markRead } from '#domain/bookings/mark-read.ts'
import { whoMay } from '#domain/bookings/staff-reads.ts'
import { may } from '#domain/access/scope.ts'
import { failedWords } from '#messages/staff-change.ts'
import { feeWords } from '#messages/staff-fees.ts'
import { fieldErrorText } from '#messages/forms.ts'
import { paths } from '#paths.ts'
import { cleanText, type Typed } from '#platform/forms.ts'
import { Button, ButtonLink } from '#ui/button.tsx'
import { Card } from '#ui/card.tsx'
import { ErrorSummary } from '#ui/error-summary.tsx'
import { TextArea } from '#ui/field.tsx'
import { HiddenFields, PageHeading, Row, Stack } from '#ui/layout.tsx'
import { fieldId, problemsOf, typedText, type FormProblems } from '../customer/form-errors.ts'
import { openSessions } from './actions.ts'
import { refusedAct } from './act-refused.tsx'
import { SessionClock } from './booking-parts.tsx'
import { staffFrame } from './frame.tsx'
import { FeeFields, NO_FEE_TYPED, readFee, type FeeQuestion, type FeeTyped } from './money/fee-fields.tsx'
import { feeProblem } from './money/fee-refused.ts'
import { inWords, type MoneyProblems } from './money/typed-amount.ts'
import { titleOf } from './open-booking.ts'
import { openForChange } from './open-for-change.ts'
import { missingPage } from './refusal-pages.tsx'
import { badForm, queryText, readForm } from './request.ts'
import type { StaffContext } from './staff-env.ts'

/** Nobody could do it, or nobody came: what the page is about. */
type Mark = 'failed' | 'no_show'

const ACTIONS = { failed: 'fail', no_show: 'no_show' } as const
const FEES = { failed: 'call_out', no_show: 'no_show' } as const

interface MarkTyped extends FeeTyped {
  reason: string
}

/** GET: asks for the reason and about the call-out fee (octopus O76–O81). Query `session`. */
export function failedPage(c: StaffContext): Promise<Response> {
  return showMark(c, 'failed')
}

/** GET: asks about the fee for not coming (octopus O79). Query `session`. */
export function noShowPage(c: StaffContext): Promise<Response> {
  return showMark(c, 'no_show')
}

/** POST: marks the session as failed, or takes that back. */
export function submitFailed(c: StaffContext): Promise<Response> {
  return submitMark(c, 'failed')
}

/** POST: marks the session as a no-show, or takes that back. */
export function submitNoShow(c: StaffContext): Promise<Response> {
  return submitMark(c, 'no_show')
}

async function showMark(c: StaffContext, mark: Mark): Promise<Response> {
  const booking = await openForChange(c, 'no_show')
  if (booking instanceof Response) return booking
  const wanted = queryText(c, 'session')
  const open = openSessions(booking, ACTIONS[mark])
  const session = wanted ? booking.sessions.find((entry) => entry.id === wanted) : (open[0] ?? null)
  if (session === undefined) return missingPage(c)
  if (session === null || !open.includes(session)) return refusedAct(c, booking.id, { code: 'not_possible' })
  return markView(c, booking, session, mark, { status: 200, typed: { ...NO_FEE_TYPED, reason: '' } })
}

async function submitMark(c: StaffContext, mark: Mark): Promise<Response> {
  const body = await readForm(c)
  if (!body) return badForm(c)
  const act = typedText(body, 'act')
  const wanted = typeof body.session === 'string' ? cleanText(body.session) : ''
  if ((act !== 'set' && act !== 'revert') || wanted === '') return badForm(c)
  const booking = await openForChange(c, 'no_show', c.var.deps.context.db)
  if (booking instanceof Response) return booking
  const session = booking.sessions.find((entry) => entry.id === wanted)
  if (!session) return missingPage(c)
  return act === 'set' ? setMark(c, booking, session, mark, body) : takeBack(c, booking, session, mark)
}

async function setMark(
  c: StaffContext,
  booking: Booking,
  session: Session,
  mark: Mark,
  body: Typed,
): Promise<Response> {
  const { context } = c.var.deps
  const asked = attendanceFeeAsked(booking, FEES[mark])
  const question = asked && { defaultMinor: BigInt(asked.defaultMinor), currency: booking.currency }
  const reason = cleanText(typedText(body, 'reason'))
  // Only a failure carries words, so only there can a waiver be explained.
  const fee = readFee(body, question, mark === 'failed' ? reason : typedText(body, 'act'))
  const typed = { ...fee.typed, reason }
  const problems = { ...fee.problems, ...(mark === 'failed' ? reasonProblem(reason) : {}) }
  if (Object.keys(problems).length > 0)
    return markView(c, booking, session, mark, { status: 422, typed, problems })
  const choice = fee.choice ? { fee: fee.choice } : {}
  const outcome =
    mark === 'failed'
      ? await markFailed(context, c.var.scope, booking.id, session.id, { reason, ...choice })
      : await markNoShow(context, c.var.scope, booking.id, session.id, undefined, choice)
  if (outcome.ok) return markedAndSeen(c, booking.id, outcome.value.revision)
  const inForm = await feeProblem(c, outcome.refusal)
  return inForm
    ? markView(c, booking, session, mark, { status: 422, typed, problems: inForm })
    : refusedAct(c, booking.id, outcome.refusal)
}

async function takeBack(c: StaffContext, booking: Booking, session: Session, mark: Mark): Promise<Response> {
  const revert = mark === 'failed' ? revertFailed : revertNoShow
  const outcome = await revert(c.var.deps.context, c.var.scope, booking.id, session.id)
  return outcome.ok
    ? markedAndSeen(c, booking.id, outcome.value.revision)
    : refusedAct(c, booking.id, outcome.refusal)
}

async function markedAndSeen(c: StaffContext, bookingId: string, revision: number): Promise<Response> {
  await markRead(c.var.deps.context, c.var.scope, bookingId, revision)
  return c.redirect(paths.staffBooking(bookingId), 303)
}

function reasonProblem(reason: string): MoneyProblems {
  if (reason === '') return { reason: { code: 'reason_required' } }
  return reason.length > LONGEST_REASON ? { reason: { code: 'too_long' } } : {}
}

interface MarkShown {
  status: 200 | 422
  typed: MarkTyped
  problems?: MoneyProblems
}

async function markView(
  c: StaffContext,
  booking: Booking,
  session: Session,
  mark: Mark,
  shown: MarkShown,
): Promise<Response> {
  const { locale } = c.var
  const words = failedWords(locale)
  const isFailure = mark === 'failed'
  const title = isFailure ? words.title(booking.customer.name) : words.noShowTitle(booking.customer.name)
  const problems = shown.problems ? problemsInWords(c, shown.problems) : null
  const question = await questionOf(c, booking, mark)
  return staffFrame(
    c,
    { title, current: 'activity', status: shown.status, refused: shown.status !== 200 },
    <Stack gap="section">
      {problems ? <ErrorSummary heading={problems.heading} problems={problems.problems} /> : null}
      <PageHeading
        title={<bdi>{title}</bdi>}
        lead={isFailure ? words.lead : words.noShowLead}
        back={{ href: paths.staffBooking(booking.id), label: titleOf(c, booking) }}
      />
      <Card>
        <SessionClock c={c} booking={booking} session={session} />
      </Card>
      <form
        method="post"
        action={isFailure ? paths.staffFailed(booking.id) : paths.noShow(booking.id)}
        data-turbo="false"
        novalidate
      >
        <Stack>
          <HiddenFields fields={{ session: session.id, act: 'set' }} />
          {question ? <FeeFields c={c} question={question} typed={shown.typed} problems={problems} /> : null}
          {isFailure ? <Reason c={c} value={shown.typed.reason} problems={problems} /> : null}
          <Row>
            <Button busyLabel={words.saving}>{isFailure ? words.submit : words.noShowSubmit}</Button>
            <ButtonLink href={paths.staffBooking(booking.id)}>{words.keep}</ButtonLink>
          </Row>
        </Stack>
      </form>
    </Stack>,
  )
}

function Reason({ c, value, problems }: { c: StaffContext; value: string; problems: FormProblems | null }) {
  const words = failedWords(c.var.locale)
  return (
    <TextArea
      id={fieldId('reason')}
      name="reason"
      label={words.reason}
      hint={words.reasonHint}
      value={value}
      error={problems?.of('reason')}
      required
      rows={3}
    />
  )
}

async function questionOf(c: StaffContext, booking: Booking, mark: Mark): Promise<FeeQuestion | null> {
  const asked = attendanceFeeAsked(booking, FEES[mark])
  if (!asked) return null
  const { scope } = c.var
  const names = may(scope, 'fee.waive') ? [] : await whoMay(c.var.deps.context.reader, scope, 'fee.waive')
  return { kind: FEES[mark], defaultMinor: BigInt(asked.defaultMinor), currency: booking.currency, names }
}

function problemsInWords(c: StaffContext, problems: MoneyProblems): FormProblems {
  const { locale } = c.var
  const { reason } = failedWords(locale)
  const labels = { fee: feeWords(locale).other, 'fee-amount': feeWords(locale).other, reason }
  if (problems['reason']?.code !== 'too_long') return inWords(problems, labels, locale)!
  const tooLong = fieldErrorText({ code: 'too_long', longest: LONGEST_REASON }, reason, locale)
  return problemsOf({}, labels, locale, { reason: tooLong })
}
