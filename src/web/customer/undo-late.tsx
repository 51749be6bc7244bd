import { takingBackText } from '#messages/taking-back.ts'
import { freeAgain } from '#domain/bookings/nearest-times.ts'
import { creditsOfBooking, type KeptReceipt } from '#domain/bookings/change-history.ts'
import { wasGivenBack } from '#domain/bookings/undo-standing.ts'
import { DetailsList } from '#ui/details-list.tsx'
import { ButtonLink } from '#ui/button.tsx'
import { Row, Section, Stack } from '#ui/layout.tsx'
import { ResultPanel } from '#ui/result-panel.tsx'
import type { WebContext } from '../deps.ts'
import { BookNear, detailsHref } from './book-near.tsx'
import { manageFrame } from './manage-frame.tsx'
import type { ManageView } from './manage-view.ts'
import { gaveCredit, MoneyLinks, settledRows } from './settled-money.tsx'

/**
 * It is too late to take a cancellation back (ux M10x): whether the time is still free, what is free near it, and what
 * happens with the money meanwhile.
 */
export async function tooLatePage(
  c: WebContext,
  view: ManageView,
  kept: KeptReceipt,
  as: { status: 200 | 409; isSpent: boolean },
): Promise<Response> {
  const { receipt } = kept
  const { tooLate } = takingBackText(view.locale)
  const { title, line } = as.isSpent
    ? { title: tooLate.creditTitle, line: tooLate.creditLine }
    : (await wasGivenBack(c.var.deps.context.reader, view.scope, receipt))
      ? { title: tooLate.givenBackTitle, line: tooLate.givenBackLine }
      : {
          title: tooLate.title,
          line: tooLate.line(Temporal.Instant.from(receipt.undoUntil ?? receipt.committedAt), view.zone),
        }
  const free = await freeAgain(c.var.deps.context.reader, view.scope, view.booking, receipt.quote)
  // Of a credit only what is left can pay for anything.
  const credits = gaveCredit(kept) ? await creditsOfBooking(c.var.deps.context.reader, view.scope) : []
  const rows = settledRows(view, kept, credits)
  return manageFrame(
    c,
    view,
    { title, status: as.status },
    <Stack gap="section">
      <ResultPanel kind="info" heading={title}>
        <p>{line}</p>
      </ResultPanel>
      <Again c={c} view={view} kept={kept} free={free} />
      {rows.length > 0 ? (
        <Section heading={tooLate.refund}>
          <DetailsList rows={rows} />
        </Section>
      ) : null}
      <MoneyLinks c={c} view={view} credit={credits.length > 0} />
    </Stack>,
  )
}

interface AgainProps {
  c: WebContext
  view: ManageView
  kept: KeptReceipt
  free: { stillFree: boolean; nearest: string[] }
}

function Again({ c, view, kept, free }: AgainProps) {
  const { tooLate, when } = takingBackText(view.locale)
  const { booking, zone } = view
  const starts = kept.receipt.quote.cancel.map((entry) => Temporal.Instant.from(entry.start))
  const isWhole = starts.length === booking.sessions.length
  // The times it gave up are kept for it until the time to undo is over: nobody else has them.
  const isKept = booking.sessions.some(({ allocations }) => allocations.some(({ kind }) => kind === 'undo'))
  const { page } = booking
  if (!page.active || !page.slug) return null
  if (free.stillFree && isWhole)
    return (
      <Section heading={tooLate.free}>
        <Stack>
          <p>{tooLate.freeLine(starts.map((start) => when(start, zone, booking.now)).join(', '))}</p>
          <p class="quiet">{tooLate.filled}</p>
          <Row>
            <ButtonLink kind="primary" icon="calendar-days" href={detailsHref(c, view, page.slug, starts)}>
              {tooLate.bookAgain}
            </ButtonLink>
          </Row>
        </Stack>
      </Section>
    )
  return (
    <BookNear
      c={c}
      view={view}
      heading={free.stillFree || isKept ? tooLate.nearest : tooLate.taken}
      insteadOf={starts[0]!}
      nearest={booking.sessions.length === 1 ? free.nearest : []}
    />
  )
}
