import type { Child } from 'hono/jsx'
import { Icon, type IconName } from './icons.tsx'
import { Document, SkipLink, type DocumentProps } from './page.tsx'
import { Avatar } from './people-list.tsx'

export type NavItem = {
  href: string
  label: string
  icon: IconName
  current?: boolean | undefined
  /** A short figure such as "3"; `countLabel` says what it counts ("3 unread"). */
  count?: string | undefined
  countLabel?: string | undefined
}

export type StaffPageProps = DocumentProps & {
  skipLabel: string
  organization: { name: string; href: string }
  navLabel: string
  /** At most five: on a phone these are the bar at the bottom. */
  nav: readonly NavItem[]
  /** Settings and other rarer places: open on a wide screen, folded behind `moreLabel` on a phone. */
  moreLabel: string
  more?: readonly NavItem[] | undefined
  person: { name: string; detail?: string | undefined }
  /** The sign-out form. */
  signOut: Child
  /** `panes` lets a SplitPane use the whole height and width. */
  width?: 'reading' | 'full' | 'panes' | undefined
  children?: Child
}

/** The frame of everything a team member sees: rail, or bars on a phone, and the work beside it. */
export function StaffPage(props: StaffPageProps) {
  return (
    <Document {...props} face="staff" head={<StaffHead nonce={props.nonce} />}>
      <body class="staff" data-width={props.width ?? 'reading'}>
        <SkipLink label={props.skipLabel} />
        <header class="rail">
          <a class="rail-brand" href={props.organization.href}>
            <bdi>{props.organization.name}</bdi>
          </a>
          <nav class="rail-nav" aria-label={props.navLabel}>
            <NavList items={props.nav} />
          </nav>
          <details class="rail-more">
            <summary>{props.moreLabel}</summary>
            <div class="rail-fold">
              {props.more?.length ? (
                <nav aria-label={props.moreLabel}>
                  <NavList items={props.more} />
                </nav>
              ) : null}
              <div class="rail-person">
                <Avatar name={props.person.name} />
                <div>
                  <bdi>{props.person.name}</bdi>
                  {props.person.detail ? <small>{props.person.detail}</small> : null}
                </div>
                {props.signOut}
              </div>
            </div>
          </details>
        </header>
        <main class="staff-main" id="main" tabindex={-1}>
          {props.children}
        </main>
      </body>
    </Document>
  )
}

/* Turbo fetches links on hover unless told not to, and needs the nonce for the style of its progress bar. */
function StaffHead({ nonce }: { nonce: string | undefined }) {
  return (
    <>
      <meta name="turbo-prefetch" content="false" />
      {nonce ? <meta name="csp-nonce" content={nonce} /> : null}
    </>
  )
}

function NavList({ items }: { items: readonly NavItem[] }) {
  return (
    <ul>
      {items.map((item) => (
        <li>
          <a href={item.href} aria-current={item.current ? 'page' : undefined}>
            <Icon name={item.icon} />
            <span class="rail-word">{item.label}</span>
            {item.count ? (
              <span class="rail-count">
                <span aria-hidden="true">{item.count}</span>
                <span class="visually-hidden">{item.countLabel ?? item.count}</span>
              </span>
            ) : null}
          </a>
        </li>
      ))}
    </ul>
  )
}
