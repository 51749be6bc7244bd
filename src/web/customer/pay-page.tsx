import { payText } from '#messages/pay.ts'
import { openProvider } from '#domain/money/payment-accounts.ts'
import { balanceOfBooking } from '#domain/bookings/sale.ts'
import { paysFirst } from '#domain/bookings/start-payment.ts'
import { Banner } from '#ui/banner.tsx'
import { Button, ButtonLink } from '#ui/button.tsx'
import { HiddenFields, PageHeading, Stack } from '#ui/layout.tsx'
import { MoreActions, StickyActions } from '#ui/sticky-actions.tsx'
import type { WebContext } from '../deps.ts'
import { guestPage } from './manage-guest.tsx'
import { manageFrame } from './manage-frame.tsx'
import { isCustomers, linksOf, openLink, type ManageView } from './manage-view.ts'
import { BalanceBody } from './pay-balance.tsx'
import { CheckBody, isApproved, payNow } from './pay-check.tsx'
import { lostPage } from './pay-lost.tsx'
import type { PayProblem } from './pay-problem.tsx'
import { resultOfBooking, standingOfPay } from './pay-standing.ts'
import { offerHref } from './waiting-held.ts'

/** GET /b/:token/pay: what it costs, what is paid now, and the button (ux P4). Reads only. */
export async function showPay(c: WebContext): Promise<Response> {
  const view = await openLink(c)
  if (view instanceof Response) return view
  if (!isCustomers(view)) return guestPage(c, view)
  return payPage(c, view)
}

/** The same for a booking that was just loaded. */
export async function payPage(c: WebContext, view: ManageView, problem?: PayProblem): Promise<Response> {
  const standing = standingOfPay(view.booking)
  if (standing === 'lost') return lostPage(c, view)
  // A bank that takes days was paid already; nobody pays twice for that.
  const waiting = view.booking.money.payments.find(
    ({ state, provider, purpose }) => state === 'pending' && provider !== 'manual' && purpose !== 'change',
  )
  if (waiting) return c.redirect(linksOf(view).paid(waiting.id), 303)
  if (standing === 'nothing') return c.redirect(resultOfBooking(view), 303)
  // An offered time that costs nothing is taken, not paid for.
  const offer = standing === 'held' ? await offerHref(c, view) : null
  if (offer && !paysFirst(view.booking)) return c.redirect(offer, 303)
  const { reader, secret } = c.var.deps.context
  const provider = await openProvider(reader, view.scope, secret, c.var.payments)
  const frame = { title: titleOf(view, standing), status: problem?.status ?? 200 }
  return manageFrame(
    c,
    view,
    frame,
    <Stack gap="section">
      {problem?.notice}
      {provider?.isTest ? <TestNotice view={view} /> : null}
      <PageHeading title={frame.title} />
      {standing === 'held' ? (
        <CheckBody view={view} isFixed={offer !== null || isApproved(view.booking)} />
      ) : (
        <BalanceBody view={view} />
      )}
      {provider ? <PayForm view={view} standing={standing} /> : <NotOnline view={view} />}
    </Stack>,
  )
}

function titleOf(view: ManageView, standing: 'held' | 'open'): string {
  const { check } = payText(view.locale)
  const { booking } = view
  if (standing === 'open')
    return check.balanceHeading({ minor: balanceOfBooking(booking), currency: booking.currency })
  return payNow(booking).minor === 0n ? check.headingCard : check.heading
}

function TestNotice({ view }: { view: ManageView }) {
  const { check } = payText(view.locale)
  return (
    <Banner kind="info" title={check.testTitle}>
      {check.testLine}
    </Banner>
  )
}

function NotOnline({ view }: { view: ManageView }) {
  const { check } = payText(view.locale)
  return (
    <Banner kind="info" title={check.notOnline}>
      {check.notOnlineLine(view.booking.organization.name)}
    </Banner>
  )
}

// Providers do not let their pages be shown inside other sites, so the way there leads out of any frame.
function PayForm({ view, standing }: { view: ManageView; standing: 'held' | 'open' }) {
  const { booking } = view
  const text = payText(view.locale)
  const links = linksOf(view)
  const isHeld = standing === 'held'
  const sum = isHeld ? payNow(booking) : { minor: balanceOfBooking(booking), currency: booking.currency }
  const leavesCard = isHeld && sum.minor === 0n
  const label = leavesCard
    ? text.check.cardAndBook
    : isHeld
      ? text.check.payAndBook(sum)
      : text.check.payOnly(sum)
  return (
    <>
      <form method="post" action={links.pay()} id="pay" target="_top">
        <HiddenFields fields={{ for: isHeld ? 'booking' : 'balance' }} />
        <p class="quiet">{leavesCard ? text.check.leavesCard : text.check.leaves}</p>
      </form>
      <StickyActions amount={{ label: text.check.now, value: text.amount(sum) }}>
        <Button form="pay" busyLabel={text.check.busy}>
          {label}
        </Button>
      </StickyActions>
      {isHeld && !isApproved(booking) ? null : (
        <MoreActions>
          {isHeld ? (
            <Button kind="quiet" form="release">
              {text.check.giveUp}
            </Button>
          ) : (
            <ButtonLink href={resultOfBooking(view)}>{text.check.later}</ButtonLink>
          )}
        </MoreActions>
      )}
    </>
  )
}
