import { describe, expect, test } from 'vitest'
import { CustomerPage, PlainPage } from './page.tsx'
import { StaffPage } from './staff-page.tsx'

const frame = {
  title: 'Booked',
  lang: 'en-GB',
  stylesheet: '/customer.css',
  skipLabel: 'Skip to the main part',
  business: { name: 'Harbour <Physio>', href: '/harbour' },
  help: { heading: 'Need help?', lines: [{ text: '020 7946 0123', href: 'tel:+442079460123' }] },
}

describe('the page Cleo sees', () => {
  test('is a whole document in her language that tells other sites and search engines nothing', () => {
    const html = String(<CustomerPage {...frame} script="/customer.js" nonce="n0nce" />)
    expect(html).toMatch(/^<!doctype html><html lang="en-GB" dir="ltr" data-face="customer">/u)
    expect(html).toContain('<meta name="referrer" content="no-referrer"/>')
    expect(html).toContain('<meta name="robots" content="noindex, nofollow"/>')
    expect(html).toContain('<script type="module" src="/customer.js" nonce="n0nce"></script>')
  })

  test('may be found by search engines only when asked for', () => {
    expect(String(<CustomerPage {...frame} index />)).not.toContain('noindex')
  })

  test('follows the system unless a theme is set', () => {
    expect(String(<CustomerPage {...frame} />)).toContain('<meta name="color-scheme" content="light dark"/>')
    expect(String(<CustomerPage {...frame} theme="dark" />)).toContain('data-theme="dark"')
  })

  // Seen to fail when the name was passed through raw().
  test('shows the name of the business as text', () => {
    expect(String(<CustomerPage {...frame} />)).toContain('<bdi>Harbour &lt;Physio&gt;</bdi>')
  })

  test('has one main part that the skip link leads to, and help at its foot', () => {
    const html = String(<CustomerPage {...frame}>Hello</CustomerPage>)
    expect(html).toContain('<a class="skip" href="#main">Skip to the main part</a>')
    expect(html.match(/<main /gu)).toHaveLength(1)
    expect(html).toMatch(/<footer.*<a href="tel:\+442079460123">/u)
  })
})

describe('the page Bo works on', () => {
  const staff = {
    ...frame,
    organization: { name: 'Harbour Physio', href: '/staff' },
    navLabel: 'Main',
    nav: [
      {
        href: '/staff',
        label: 'Activity',
        icon: 'inbox' as const,
        current: true,
        count: '2',
        countLabel: '2 unread',
      },
    ],
    moreLabel: 'More',
    more: [{ href: '/staff/team', label: 'Team', icon: 'users' as const }],
    person: { name: 'Bo Lind' },
    signOut: <form method="post" action="/sign-out"></form>,
    nonce: 'n0nce',
  }

  test('names the place he is in and who he is', () => {
    const html = String(<StaffPage {...staff} />)
    expect(html).toContain('<a href="/staff" aria-current="page">')
    expect(html).toContain('<span class="visually-hidden">2 unread</span>')
    expect(html).toContain('<bdi>Bo Lind</bdi>')
    expect(html).toContain('action="/sign-out"')
  })

  test('never fetches a link before it is followed', () => {
    const html = String(<StaffPage {...staff} />)
    expect(html).toContain('<meta name="turbo-prefetch" content="false"/>')
    expect(html).toContain('<meta name="csp-nonce" content="n0nce"/>')
  })
})

test('a plain page has a main part and nothing around it', () => {
  const html = String(
    <PlainPage title="Sign in" lang="en-GB" stylesheet="/staff.css" face="staff" brand="Kept">
      <h1>Sign in</h1>
    </PlainPage>,
  )
  expect(html).toContain('data-face="staff"')
  expect(html).toContain('<main class="plain-main" id="main" tabindex="-1">')
  expect(html).not.toContain('<nav')
})
