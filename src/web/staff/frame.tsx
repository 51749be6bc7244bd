import type { Child } from 'hono/jsx'
import { may } from '#domain/access/scope.ts'
import type { Permission } from '#domain/access/permissions.ts'
import { MOST_UNREAD_COUNTED } from '#domain/bookings/staff-reads.ts'
import { frameWords } from '#messages/staff.ts'
import { paths } from '#paths.ts'
import { Button } from '#ui/button.tsx'
import { StaffPage, type NavItem } from '#ui/staff-page.tsx'
import { assetPath } from '../assets.ts'
import type { StaffContext } from './staff-env.ts'
import { SEES_REFUNDS } from './money/sees-refunds.ts'

export interface FrameOptions {
  /** The words of the browser tab; the organization's name follows them. */
  title: string
  current: 'activity' | 'asks' | 'refunds' | 'payments' | 'outbox' | 'waitlist' | 'settings' | null
  width?: 'reading' | 'full' | 'panes'
  status?: 200 | 400 | 403 | 404 | 409 | 422 | 429
  /** True after a refused form: the tab's words then begin with the word for "Error". */
  refused?: boolean
}

/** A page inside the frame that every signed-in page has: rail, unread count, sign-out. */
export function staffFrame(
  c: StaffContext,
  options: FrameOptions,
  children: Child,
): Response | Promise<Response> {
  const { viewer, locale, nonce } = c.var
  const words = frameWords(locale)
  const title = `${options.refused ? words.errorPrefix : ''}${options.title} \u00B7 ${viewer.organization.name}`
  return c.html(
    <StaffPage
      title={title}
      lang={locale}
      stylesheet={assetPath('src/ui/styles/staff.css')}
      script={assetPath('src/client/staff.ts')}
      nonce={nonce}
      skipLabel={words.skip}
      organization={{ name: viewer.organization.name, href: paths.activity() }}
      navLabel={words.nav}
      nav={navigation(c, options.current)}
      moreLabel={words.more}
      person={{ name: viewer.name, detail: viewer.roleName }}
      signOut={<SignOut label={words.signOut} />}
      width={options.width}
    >
      {children}
    </StaffPage>,
    options.status ?? 200,
  )
}

const SETTINGS: Permission[] = [
  'organization.edit',
  'team.edit',
  'hours.edit.own',
  'event_type.edit',
  'page.edit',
  'policy.edit',
  'money.edit',
  'integration.edit',
]

function navigation(c: StaffContext, current: FrameOptions['current']): NavItem[] {
  const { scope, viewer, locale } = c.var
  const words = frameWords(locale)
  const unread = viewer.unread > MOST_UNREAD_COUNTED ? `${MOST_UNREAD_COUNTED}+` : String(viewer.unread)
  const count = viewer.unread > 0 ? { count: unread, countLabel: words.unread(unread) } : {}
  const items: NavItem[] = [
    {
      href: paths.activity(),
      label: words.activity,
      icon: 'activity',
      current: current === 'activity',
      ...count,
    },
  ]
  if (ANSWERS.some((permission) => may(scope, permission))) items.push(asksItem(c, current))
  if (may(scope, 'booking.view.all'))
    items.push({
      href: paths.staffWaitlist(),
      label: words.waitlist,
      icon: 'clock',
      current: current === 'waitlist',
    })
  if (SEES_REFUNDS.some((permission) => may(scope, permission))) items.push(refundsItem(c, current))
  if (may(scope, 'payment.view'))
    items.push({
      href: paths.payments(),
      label: words.payments,
      icon: 'banknote',
      current: current === 'payments',
    })
  if (may(scope, 'delivery.view'))
    items.push({ href: paths.outbox(), label: words.outbox, icon: 'mail', current: current === 'outbox' })
  if (SETTINGS.some((permission) => may(scope, permission))) {
    items.push({
      href: paths.settings(),
      label: words.settings,
      icon: 'settings',
      current: current === 'settings',
    })
  }
  return items
}

const ANSWERS: Permission[] = ['booking.change.own', 'booking.change.all']

function asksItem(c: StaffContext, current: FrameOptions['current']): NavItem {
  const words = frameWords(c.var.locale)
  const { asksWaiting } = c.var.viewer
  const figure = asksWaiting > MOST_UNREAD_COUNTED ? `${MOST_UNREAD_COUNTED}+` : String(asksWaiting)
  return {
    href: paths.asks(),
    label: words.questions,
    icon: 'inbox',
    current: current === 'asks',
    ...(asksWaiting > 0 ? { count: figure, countLabel: words.waiting(figure) } : {}),
  }
}

// The figure is what waits for somebody, so only whoever may do something about it sees one.
function refundsItem(c: StaffContext, current: FrameOptions['current']): NavItem {
  const words = frameWords(c.var.locale)
  const { refundsWaiting } = c.var.viewer
  const figure = refundsWaiting > MOST_UNREAD_COUNTED ? `${MOST_UNREAD_COUNTED}+` : String(refundsWaiting)
  const isShown = refundsWaiting > 0 && may(c.var.scope, 'refund.approve')
  return {
    href: paths.refundQueue(),
    label: words.refunds,
    icon: 'undo-2',
    current: current === 'refunds',
    ...(isShown ? { count: figure, countLabel: words.waiting(figure) } : {}),
  }
}

// Turbo stays out of it: the next page belongs to nobody, and nothing of this one may remain in its memory.
function SignOut({ label }: { label: string }) {
  return (
    <form method="post" action={paths.signOut()} data-turbo="false">
      <Button kind="quiet" icon="log-out">
        {label}
      </Button>
    </form>
  )
}
