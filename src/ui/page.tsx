import type { Child } from 'hono/jsx'
import { raw } from 'hono/html'
import { Icon, type IconName } from './icons.tsx'

export type Theme = 'light' | 'dark'
export type Direction = 'ltr' | 'rtl'

/** What every whole HTML document needs. `stylesheet` and `script` are addresses of built files. */
export type DocumentProps = {
  /** The text of the browser tab; after a refused form the caller puts its word for "Error: " first. */
  title: string
  lang: string
  dir?: Direction | undefined
  /** Leave out to follow the system. */
  theme?: Theme | undefined
  stylesheet: string
  script?: string | undefined
  nonce?: string | undefined
  /** True only for public booking pages; every other page asks search engines to stay away. */
  index?: boolean | undefined
}

export type PageLink = { href: string; label: string }

export type CustomerPageProps = DocumentProps & {
  skipLabel: string
  business: { name: string; href?: string | undefined; logo?: string | undefined }
  /** The booking reference, such as { label: "Reference", value: "7KQ-4MD" }. */
  reference?: { label: string; value: string } | undefined
  /** `wide` makes room for a summary beside the choices (ux P2). */
  width?: 'reading' | 'wide' | undefined
  /** Help stands in the same spot on every page (WCAG 3.2.6). `href` may be `tel:`, `mailto:` or left out. */
  help: { heading: string; lines: readonly { icon?: IconName; text: string; href?: string | undefined }[] }
  links?: readonly PageLink[] | undefined
  /** A form or links that switch the language. */
  language?: Child
  /** Inside a page of one of these sites, which has a frame of its own and hears of `event`. */
  framed?: { by: readonly string[]; event?: object | undefined } | undefined
  children?: Child
}

/** The frame of everything a customer sees. */
export function CustomerPage(props: CustomerPageProps) {
  if (props.framed) return <FramedPage {...props} {...props.framed} />
  const { business, reference } = props
  return (
    <Document {...props} face="customer">
      <body class="page" data-width={props.width ?? 'reading'}>
        <SkipLink label={props.skipLabel} />
        <header class="page-header">
          <div class="page-bar">
            <span class="page-bookmark" aria-hidden="true"></span>
            <Business {...business} />
            {reference ? (
              <span class="page-reference">
                {reference.label} <b>{reference.value}</b>
              </span>
            ) : null}
          </div>
        </header>
        <main class="page-main" id="main" tabindex={-1}>
          {props.children}
        </main>
        <footer class="page-footer">
          <div class="page-help">
            <h2>{props.help.heading}</h2>
            <ul>
              {props.help.lines.map((line) => (
                <li>
                  <HelpLine {...line} />
                </li>
              ))}
            </ul>
          </div>
          {props.links?.length ? (
            <div class="page-links">
              {props.links.map((link) => (
                <a href={link.href}>{link.label}</a>
              ))}
            </div>
          ) : null}
          {props.language}
        </footer>
      </body>
    </Document>
  )
}

/** The page inside another site: what it is about and nothing around it, on that site's ground. */
function FramedPage(props: CustomerPageProps & NonNullable<CustomerPageProps['framed']>) {
  const head = (
    <>
      <meta name="kept-host" content={props.by.join(' ')} />
      {props.event ? <meta name="kept-event" content={JSON.stringify(props.event)} /> : null}
    </>
  )
  return (
    <Document {...props} face="customer" head={head}>
      <body class="framed-page">
        <main class="framed-main" id="main" tabindex={-1}>
          {props.children}
        </main>
      </body>
    </Document>
  )
}

/** A page without a frame: sign-in, a plain error. `children` stand in one narrow column. */
export function PlainPage(
  props: DocumentProps & {
    face?: 'customer' | 'staff' | undefined
    brand?: string | undefined
    children?: Child
  },
) {
  return (
    <Document {...props} face={props.face ?? 'customer'}>
      <body class="plain-page">
        <main class="plain-main" id="main" tabindex={-1}>
          {props.brand ? (
            <div class="page-bar plain-brand">
              <span class="page-bookmark" aria-hidden="true"></span>
              <bdi>{props.brand}</bdi>
            </div>
          ) : null}
          {props.children}
        </main>
      </body>
    </Document>
  )
}

/** The outer document alone, for pages with a frame of their own (staff-page.tsx). */
export function Document(
  props: DocumentProps & { face: 'customer' | 'staff'; head?: Child; children?: Child },
) {
  return (
    <>
      {raw('<!doctype html>')}
      <html lang={props.lang} dir={props.dir ?? 'ltr'} data-face={props.face} data-theme={props.theme}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
          <title>{props.title}</title>
          <meta name="referrer" content="no-referrer" />
          {props.index ? null : <meta name="robots" content="noindex, nofollow" />}
          <meta name="color-scheme" content={props.theme ?? 'light dark'} />
          <meta name="format-detection" content="telephone=no, date=no, address=no" />
          <link rel="stylesheet" href={props.stylesheet} nonce={props.nonce} />
          {props.script ? <script type="module" src={props.script} nonce={props.nonce}></script> : null}
          {props.head}
        </head>
        {props.children}
      </html>
    </>
  )
}

export function SkipLink({ label }: { label: string }) {
  return (
    <a class="skip" href="#main">
      {label}
    </a>
  )
}

function Business({ name, href, logo }: CustomerPageProps['business']) {
  const inside = (
    <>
      {logo ? <img class="page-logo" src={logo} alt="" /> : null}
      <bdi>{name}</bdi>
    </>
  )
  return href ? (
    <a class="page-business" href={href}>
      {inside}
    </a>
  ) : (
    <span class="page-business">{inside}</span>
  )
}

function HelpLine({ icon, text, href }: CustomerPageProps['help']['lines'][number]) {
  const inside = (
    <>
      {icon ? <Icon name={icon} /> : null}
      <bdi>{text}</bdi>
    </>
  )
  return href ? <a href={href}>{inside}</a> : <span>{inside}</span>
}
