import { bookedText } from '#messages/booking.ts'
import { frameText } from '#messages/frame.ts'
import { payText } from '#messages/pay.ts'
import { requestText } from '#messages/requests.ts'
import { spellReference } from '#platform/ids.ts'
import type { Booking } from '#domain/bookings/booking.ts'
import { dueAtBooking } from '#domain/money/price.ts'
import { ButtonLink } from '#ui/button.tsx'
import { Card } from '#ui/card.tsx'
import { DetailsList } from '#ui/details-list.tsx'
import { Section, Stack } from '#ui/layout.tsx'
import { ResultPanel } from '#ui/result-panel.tsx'
import { MoreActions } from '#ui/sticky-actions.tsx'
import type { WebContext } from '../deps.ts'
import { manageFrame } from './manage-frame.tsx'
import { leadsOf, linksOf, type ManageView } from './manage-view.ts'
import { answerLine, rowsOfRequest } from './request-card.tsx'
import { isRequest, openRequest } from './request-times.ts'

/** Suggested, and not decided on (ux P5r): which times, by when there is an answer, and what happens then. */
export function requestedResult(c: WebContext, view: ManageView): Response | Promise<Response> {
  const { booking, locale } = view
  const ask = openRequest(booking)
  if (!ask || !isRequest(booking)) return c.redirect(linksOf(view).manage(), 303)
  const words = requestText(locale)
  const { lead, others } = leadsOf(booking.sessions, locale)
  const reference = { label: frameText(locale).reference, value: spellReference(booking.reference) }
  return manageFrame(
    c,
    view,
    { title: words.requested },
    <Stack gap="section">
      <ResultPanel kind="info" heading={words.requested} reference={reference}>
        <Stack gap="tight">
          <p>
            <bdi>{view.text.withHosts(booking.eventType.name, lead, others)}</bdi>
          </p>
          <p>{`${words.notYet(view.host.name)} ${answerLine(view, ask.answerBy)}`}</p>
        </Stack>
      </ResultPanel>
      <Card heading={words.suggestedTimes}>
        <DetailsList rows={rowsOfRequest(view)} />
      </Card>
      <MoreActions>
        <ButtonLink href={linksOf(view).manage()}>{words.change}</ButtonLink>
      </MoreActions>
      <Section heading={words.next}>
        <ul class="bullets">
          {nextSteps(view).map((step) => (
            <li>
              <bdi>{step}</bdi>
            </li>
          ))}
        </ul>
      </Section>
    </Stack>,
  )
}

function nextSteps({ booking, locale, host }: ManageView): string[] {
  const words = requestText(locale)
  const several = booking.sessions.length > 1
  return [
    bookedText(locale).mailSent(booking.customer.email),
    several ? words.confirms(host.name) : words.picks(host.name),
    booking.eventType.asking.requestsHold ? words.kept : words.notKept,
    ...moneyLater(booking, locale),
    words.cancelAnyTime,
  ]
}

// Nothing is asked for a time that may never be theirs; what is due then is said now (oncehub R172 forbids it, we do not).
function moneyLater(
  { paymentMode, organization, paymentTerms, money, currency }: Booking,
  locale: ManageView['locale'],
): string[] {
  if (paymentMode !== 'price_collected' || organization.money.provider === null) return []
  const words = requestText(locale)
  if (paymentTerms.kind === 'card_on_file') return [words.leavesCard, words.paysWhere]
  const minor = dueAtBooking(paymentTerms, money.totalMinor)
  return minor > 0n ? [words.pays(payText(locale).amount({ minor, currency })), words.paysWhere] : []
}
