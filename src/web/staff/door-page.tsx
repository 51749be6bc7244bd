import type { Child } from 'hono/jsx'
import { localeOf, type Locale } from '#messages/locale.ts'
import { frameWords } from '#messages/staff.ts'
import { PlainPage } from '#ui/page.tsx'
import { assetPath } from '../assets.ts'
import type { WebContext } from '../deps.ts'

/** The frame of the few staff pages that need no login: one narrow column, in the browser's language. */
export function doorPage(
  c: WebContext,
  options: { title: string; status?: 200 | 400 | 404 | 422 | 429; refused?: boolean },
  children: Child,
): Response | Promise<Response> {
  const locale = doorLocale(c)
  return c.html(
    <PlainPage
      face="staff"
      title={`${options.refused ? frameWords(locale).errorPrefix : ''}${options.title} \u00B7 Kept`}
      lang={locale}
      stylesheet={assetPath('src/ui/styles/staff.css')}
      nonce={c.var.nonce}
      brand="Kept"
    >
      {children}
    </PlainPage>,
    options.status ?? 200,
  )
}

/** Before somebody signs in, their browser is all that says which language they read. */
export function doorLocale(c: WebContext): Locale {
  return localeOf(c.req.header('accept-language'))
}
