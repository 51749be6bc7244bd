import type { Child } from 'hono/jsx'
import type { Booking } from '#domain/bookings/booking.ts'
import { moneyWords } from '#messages/staff-money.ts'
import { paths } from '#paths.ts'
import { Button, ButtonLink } from '#ui/button.tsx'
import { ErrorSummary } from '#ui/error-summary.tsx'
import { HiddenFields, PageHeading, Row, Stack } from '#ui/layout.tsx'
import type { FormProblems } from '../../customer/form-errors.ts'
import { staffFrame } from '../frame.tsx'
import type { StaffContext } from '../staff-env.ts'

/** A form about a booking's money, in the frame; a refused one keeps what was typed and names what is wrong. */
export function moneyFormPage(
  c: StaffContext,
  page: {
    booking: Booking
    title: string
    lead: string
    action: string
    submit: string
    busy?: string
    problems: FormProblems | null
    /** 409 where the form itself was fine, and something else had happened. */
    status?: 409
    notice?: Child
    fields?: Readonly<Record<string, string>>
  },
  children: Child,
): Response | Promise<Response> {
  const { booking, title, problems } = page
  const words = moneyWords(c.var.locale)
  const status = page.status ?? (problems ? 422 : 200)
  return staffFrame(
    c,
    { title, current: 'activity', status, refused: status !== 200 },
    <Stack gap="section">
      {problems ? <ErrorSummary heading={problems.heading} problems={problems.problems} /> : null}
      <PageHeading
        title={<bdi>{title}</bdi>}
        lead={page.lead}
        back={{ href: paths.staffBooking(booking.id), label: words.back }}
      />
      {page.notice}
      <form method="post" action={page.action} data-turbo="false" novalidate>
        <Stack gap="section">
          <HiddenFields fields={page.fields ?? {}} />
          {children}
          <Row>
            <Button busyLabel={page.busy ?? words.saving}>{page.submit}</Button>
            <ButtonLink href={paths.staffBooking(booking.id)}>{words.back}</ButtonLink>
          </Row>
        </Stack>
      </form>
    </Stack>,
  )
}

/** Back to the booking's money, which says what became of it. */
export function moneyDoneAt(c: StaffContext, bookingId: string, done: string): Response {
  return c.redirect(`${paths.staffBooking(bookingId)}?done=${done}#money`, 303)
}
