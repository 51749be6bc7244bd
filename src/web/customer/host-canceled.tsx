import { takingBackText } from '#messages/taking-back.ts'
import { calledName } from '#messages/manage.ts'
import type { Cancellation } from '#domain/bookings/change-history.ts'
import { nearestStartsOf } from '#domain/bookings/nearest-times.ts'
import { DetailsList, type DetailsRow } from '#ui/details-list.tsx'
import { Section, Stack } from '#ui/layout.tsx'
import { ResultPanel } from '#ui/result-panel.tsx'
import type { WebContext } from '../deps.ts'
import { BookNear } from './book-near.tsx'
import { BookingOfLink } from './manage-card.tsx'
import { manageFrame, ZoneNotices } from './manage-frame.tsx'
import type { PageState } from './manage-section.ts'
import type { ManageView } from './manage-view.ts'
import { MoneyLinks } from './settled-money.tsx'

interface HostCanceled {
  cancellation: Cancellation
  /** When and why. */
  facts: DetailsRow[]
  /** What became of the money. */
  moneyRows: DetailsRow[]
  hasCredit: boolean
}

/** True where the business canceled of its own accord, or asked the customer to book anew. */
export function isHosts({ by, initiative, asksToRebook }: Cancellation): boolean {
  return by.kind === 'member' && (initiative === 'host' || asksToRebook)
}

/**
 * The host canceled (ux M11h): one sentence of apology, the nearest free times one press away with the form filled in,
 * and the money, which goes back anyway.
 */
export async function hostCanceledPage(
  c: WebContext,
  view: ManageView,
  { cancellation, facts, moneyRows, hasCredit }: HostCanceled,
  state: Pick<PageState, 'status' | 'notice'>,
): Promise<Response> {
  const { hostCanceled: words } = takingBackText(view.locale)
  const { booking } = view
  const { asksToRebook } = cancellation
  // Whoever asks is who pressed the button; whoever cannot come is the host, whose cancellation it is.
  const asker = calledName(cancellation.by.name ?? view.host.name)
  const title = asksToRebook ? words.rebookTitle(asker) : words.title(view.host.name)
  const hasMoney = moneyRows.length > 0
  const rebookLead = hasMoney ? words.rebookLead : words.rebookLeadFree
  const isOne = cancellation.sessions.length === 1
  const keepsNothing = booking.sessions.every((session) => session.paidMinor <= 0n)
  return manageFrame(
    c,
    view,
    { title, status: state.status },
    <Stack gap="section">
      {state.notice}
      <ResultPanel kind="canceled" heading={title}>
        <p>
          {asksToRebook ? rebookLead : isOne ? words.lead(view.host.name) : words.leadSeveral(view.host.name)}
        </p>
      </ResultPanel>
      <BookNear
        c={c}
        view={view}
        heading={isOne ? words.nearest : words.nearestSeveral}
        insteadOf={cancellation.startsAt}
        nearest={await nearestOf(c, view, cancellation)}
      />
      {hasMoney ? (
        <Section heading={words.money}>
          <p>{keepsNothing ? words.moneyLine : words.moneyPart}</p>
          <DetailsList rows={moneyRows} />
        </Section>
      ) : null}
      <MoneyLinks c={c} view={view} credit={hasCredit} />
      <DetailsList rows={facts} />
      <ZoneNotices view={view} current="" />
      <BookingOfLink view={view} label={words.details} withoutMoney={hasMoney} />
    </Stack>,
  )
}

/** Free times near the one that was canceled; near several there is no one time. */
export async function nearestOf(
  c: WebContext,
  view: ManageView,
  { startsAt, sessions }: Pick<Cancellation, 'startsAt' | 'sessions'>,
): Promise<string[]> {
  const { booking, scope } = view
  if (sessions.length > 1) return []
  const wanted = Temporal.Instant.compare(startsAt, booking.now) < 0 ? booking.now : startsAt
  const starts = await nearestStartsOf(c.var.deps.context.reader, scope, booking.eventType.id, wanted)
  return starts
}
