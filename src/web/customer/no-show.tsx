import { takingBackText } from '#messages/taking-back.ts'
import { money } from '#messages/money.ts'
import type { Child } from 'hono/jsx'
import { ButtonLink } from '#ui/button.tsx'
import { DetailsList } from '#ui/details-list.tsx'
import { Row, Section, Stack } from '#ui/layout.tsx'
import type { ManageView } from './manage-view.ts'

/** How long after it somebody is asked to say that they were there. */
const TO_SAY_HOURS = 14 * 24

/** What missing an appointment cost and under which rule, the way to pay it as children, and whom to tell that it is wrong (ux M12n). */
export function NoShow({ view, children }: { view: ManageView; children?: Child }) {
  const { booking, locale } = view
  const { noShow } = takingBackText(locale)
  const { name, contactEmail, contactPhone } = booking.organization
  const fee = (booking.money.invoice?.lines ?? [])
    .filter((line) => line.kind === 'no_show_fee')
    .reduce((sum, line) => sum + line.payableMinor, 0n)
  const missed = booking.sessions.filter((session) => session.state === 'no_show')
  const last = missed
    .map(({ endsAt }) => endsAt)
    .toSorted(Temporal.Instant.compare)
    .at(-1)!
  const isOver = Temporal.Instant.compare(booking.now, last.add({ hours: TO_SAY_HOURS })) > 0
  return (
    <>
      {booking.paymentMode === 'free' ? null : (
        <DetailsList
          rows={[
            {
              term: noShow.charge,
              detail: money(fee, booking.currency, locale),
              note: fee > 0n ? noShow.rule(name) : noShow.none,
            },
          ]}
        />
      )}
      {children}
      <Section heading={noShow.wrong}>
        <Stack>
          <p>{isOver ? noShow.wrongOver(name) : noShow.wrongLine(name)}</p>
          <Row>
            {contactPhone ? (
              <ButtonLink href={`tel:${contactPhone.replaceAll(/[^+\d]/g, '')}`} icon="phone" target="_top">
                {view.text.call(contactPhone)}
              </ButtonLink>
            ) : null}
            {contactEmail ? (
              <ButtonLink href={`mailto:${encodeURI(contactEmail)}`} icon="mail" target="_top">
                {view.text.write}
              </ButtonLink>
            ) : null}
          </Row>
        </Stack>
      </Section>
    </>
  )
}
