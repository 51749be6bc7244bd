import type { Child } from 'hono/jsx'
import { raw } from 'hono/html'
import { dark, light, type MailRole } from './mail-colours.ts'

const sans = "'Hanken Grotesk', system-ui, -apple-system, 'Segoe UI', Arial, sans-serif"
const serif = "Newsreader, ui-serif, Georgia, 'Times New Roman', serif"

export type MailPageProps = {
  lang: string
  dir?: 'ltr' | 'rtl' | undefined
  /** The subject; shown by programs that print the title. */
  title: string
  /** What the list of mails shows after the subject. It carries the fact in its first 90 characters. */
  preview: string
  business: string
  children?: Child
}

/** A whole mail: one column of at most 560px, readable with styles taken away and with colours turned over. */
export function MailPage({ lang, dir, title, preview, business, children }: MailPageProps) {
  return (
    <>
      {raw('<!doctype html>')}
      <html lang={lang} dir={dir ?? 'ltr'}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <meta name="supported-color-schemes" content="light dark" />
          <title>{title}</title>
          <style>{raw(darkRules())}</style>
        </head>
        <body class="m-canvas" style={`margin:0;padding:0;background:${light.canvas}`}>
          <div style="display:none;max-height:0;overflow:hidden">{preview}</div>
          <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border={0}>
            <tr>
              <td align="center" style="padding:24px 12px">
                <table
                  role="presentation"
                  class="m-surface m-line"
                  width="100%"
                  cellpadding="0"
                  cellspacing="0"
                  style={`max-width:560px;background:${light.surface};border:1px solid ${light.line};border-radius:14px`}
                >
                  <tr>
                    <td
                      class="m-ink"
                      style={`padding:24px;font:400 16px/1.5 ${sans};color:${light.ink};text-align:start`}
                    >
                      <div role="main">
                        <p class="m-ink-2" style={`margin:0 0 16px;font-weight:600;color:${light['ink-2']}`}>
                          <bdi>{business}</bdi>
                        </p>
                        {children}
                      </div>
                    </td>
                  </tr>
                </table>
              </td>
            </tr>
          </table>
        </body>
      </html>
    </>
  )
}

export function MailHeading({ children }: { children?: Child }) {
  return (
    <h1 class="m-ink" style={`margin:0 0 12px;font:500 26px/1.2 ${serif};color:${light.ink}`}>
      {children}
    </h1>
  )
}

export function MailParagraph({ quiet, children }: { quiet?: boolean | undefined; children?: Child }) {
  return quiet ? (
    <p class="m-ink-2" style={`margin:0 0 16px;font-size:15px;color:${light['ink-2']}`}>
      {children}
    </p>
  ) : (
    <p style="margin:0 0 16px">{children}</p>
  )
}

export type MailFact = {
  term: string
  detail: Child
  note?: string | undefined
  strong?: boolean | undefined
}

/** When, where, with whom, how much. `strong` sets the date in the diary's letters. */
export function MailFactTable({ facts }: { facts: readonly MailFact[] }) {
  const cell = `padding:10px 0;border-bottom:1px solid ${light.line};vertical-align:top`
  return (
    <table
      class="m-line"
      width="100%"
      cellpadding="0"
      cellspacing="0"
      style="margin:0 0 20px;border-collapse:collapse"
    >
      {facts.map((fact) => (
        <tr>
          <th
            scope="row"
            class="m-ink-2 m-line"
            style={`${cell};width:30%;padding-inline-end:12px;font-weight:400;font-size:15px;text-align:start;color:${light['ink-2']}`}
          >
            {fact.term}
          </th>
          <td class="m-line" style={fact.strong ? `${cell};font:500 19px/1.3 ${serif}` : cell}>
            {fact.detail}
            {fact.note ? (
              <span
                class="m-ink-2"
                style={`display:block;font:400 15px/1.45 ${sans};color:${light['ink-2']}`}
              >
                {fact.note}
              </span>
            ) : null}
          </td>
        </tr>
      ))}
    </table>
  )
}

/** The one button of a mail. It opens a page and changes nothing. */
export function MailButton({ href, children }: { href: string; children?: Child }) {
  return (
    <table role="presentation" cellpadding="0" cellspacing="0" style="margin:0 0 16px">
      <tr>
        <td class="m-accent" style={`background:${light.accent};border-radius:8px`}>
          <a
            href={href}
            class="m-on-accent"
            style={`display:inline-block;padding:13px 20px;font-weight:600;color:${light['on-accent']};text-decoration:none;border:1px solid ${light.accent};border-radius:8px`}
          >
            {children}
          </a>
        </td>
      </tr>
    </table>
  )
}

/** Reschedule · Cancel · Keep, as words with room for a finger. */
export function MailLinkRow({ links }: { links: readonly { href: string; label: string }[] }) {
  return (
    <p style="margin:0 0 16px;line-height:2.75">
      {links.map((link, index) => (
        <>
          {index > 0 ? (
            <span class="m-ink-2" style={`color:${light['ink-2']}`}>
              {' · '}
            </span>
          ) : null}
          <MailLink href={link.href}>{link.label}</MailLink>
        </>
      ))}
    </p>
  )
}

export function MailLink({ href, children }: { href: string; children?: Child }) {
  return (
    <a href={href} class="m-link" style={`padding:10px 0;color:${light.accent};text-decoration:underline`}>
      {children}
    </a>
  )
}

/** Who sent this and why, how to reach them, the policy line. */
export function MailFooter({ children }: { children?: Child }) {
  return (
    <div
      class="m-ink-2 m-line"
      style={`margin-top:24px;padding-top:16px;border-top:1px solid ${light.line};font-size:14px;line-height:1.45;color:${light['ink-2']}`}
    >
      {children}
    </div>
  )
}

/* Programs that know dark colours get ours; the others turn the light ones over, which the mid tones survive. */
function darkRules() {
  const text = (role: MailRole) => `.m-${role}{color:${dark[role]}!important}`
  const ground = (role: MailRole) => `.m-${role}{background:${dark[role]}!important}`
  return `@media (prefers-color-scheme:dark){${[
    ground('canvas'),
    ground('surface'),
    ground('accent'),
    ground('ribbon-free'),
    text('ink'),
    text('ink-2'),
    text('on-accent'),
    `.m-link{color:${dark.accent}!important}`,
    `.m-line{border-color:${dark.line}!important}`,
    `.m-on-accent{border-color:${dark.accent}!important}`,
    `.m-ribbon-fee{border-color:${dark['ribbon-fee']}!important}`,
    `.m-ribbon-late{border-color:${dark['ribbon-late']}!important}`,
  ].join('')}}`
}
