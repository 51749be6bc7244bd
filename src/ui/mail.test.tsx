import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { dark, light } from './mail-colours.ts'
import { MailRibbon } from './mail-ribbon.tsx'
import {
  MailButton,
  MailFactTable,
  MailFooter,
  MailHeading,
  MailLinkRow,
  MailPage,
  MailParagraph,
} from './mail.tsx'

function mailAbout(name: string, facts = 6) {
  return String(
    <MailPage lang="en-GB" title="Cancelled" preview="Your booking is cancelled." business={name}>
      <MailHeading>Your booking is cancelled</MailHeading>
      <MailParagraph>We told {name}.</MailParagraph>
      <MailFactTable
        facts={Array.from({ length: facts }, () => ({ term: 'When', detail: 'Thursday', note: 'New York' }))}
      />
      <MailRibbon
        label="What you get back"
        hereLabel="you are here"
        zones={[
          { tone: 'free', amount: '£40.00 back', until: 'until Wednesday', current: true },
          { tone: 'late', amount: 'Nothing back', until: 'from then on' },
        ]}
      />
      <MailButton href="https://kept.example/b/1?a=1&b=2">View booking</MailButton>
      <MailLinkRow
        links={[
          { href: 'https://kept.example/b/1', label: 'Reschedule' },
          { href: 'https://kept.example/b/2', label: 'Keep' },
        ]}
      />
      <MailFooter>{name}</MailFooter>
    </MailPage>,
  )
}

describe('a mail', () => {
  test('is a document of at most 30 kB, also with a package of twenty sessions', () => {
    expect(Buffer.byteLength(mailAbout('Harbour Physio', 25))).toBeLessThan(30_000)
  })

  // Seen to fail when the footer was written with raw().
  test('shows every name as text', () => {
    const html = mailAbout('<img src=x onerror=alert(1)>')
    expect(html).not.toContain('<img')
    expect(html.match(/&lt;img src=x/gu)).toHaveLength(3)
  })

  test('keeps the address of a button whole', () => {
    expect(mailAbout('Dana')).toContain('href="https://kept.example/b/1?a=1&amp;b=2"')
  })

  test('fetches nothing from elsewhere and runs nothing', () => {
    expect(mailAbout('Dana')).not.toMatch(/<img|<link|<script|url\(|\ssrc=/u)
  })

  test('says where in the ribbon the reader is, in words', () => {
    expect(mailAbout('Dana')).toContain('(you are here)')
  })

  test('has dark colours of its own for programs that ask', () => {
    expect(mailAbout('Dana')).toContain(
      `@media (prefers-color-scheme:dark){.m-canvas{background:${dark.canvas}!important}`,
    )
  })
})

// Seen to fail when the light accent in tokens.css was changed alone.
test('the colours of mails are those of the pages', () => {
  const css = readFileSync(new URL('./styles/tokens.css', import.meta.url), 'utf8')
  for (const [role, colour] of Object.entries(light)) {
    expect(css).toContain(`--${role}: light-dark(${colour}, ${dark[role as keyof typeof dark]});`)
  }
})
