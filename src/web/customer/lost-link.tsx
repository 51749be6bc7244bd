import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { z } from 'zod'
import { resultText } from '#messages/manage-results.ts'
import { paths } from '#paths.ts'
import { email, parseForm } from '#platform/forms.ts'
import { askForLinks } from '#domain/bookings/send-link-again.ts'
import { Button, ButtonLink } from '#ui/button.tsx'
import { ErrorSummary } from '#ui/error-summary.tsx'
import { TextField } from '#ui/field.tsx'
import { PageHeading, Row, Stack } from '#ui/layout.tsx'
import { PlainPage } from '#ui/page.tsx'
import type { Child } from 'hono/jsx'
import { assetPath } from '../assets.ts'
import type { WebContext } from '../deps.ts'
import { badRequestPage } from '../error-pages.tsx'
import { sourceOf } from '../source.ts'
import { fieldId, typedText } from './form-errors.ts'
import { readerLocale } from './frame.tsx'
import { readFields } from './manage-fields.ts'

/** 404 for a link that opens nothing: old, mistyped, or never ours; no answer tells which (ux M18). */
export function unknownLinkPage(c: WebContext): Response | Promise<Response> {
  const { lost } = resultText(readerLocale(c))
  return askPage(c, { title: lost.title, lead: lost.lead, status: 404 })
}

/** GET /link: asks for the address, and after it was given says where to look. */
export function showLostLink(c: WebContext): Response | Promise<Response> {
  const { lost } = resultText(readerLocale(c))
  if (c.req.query('sent') === undefined)
    return askPage(c, { title: lost.askTitle, lead: lost.askLead, status: 200 })
  return plain(
    c,
    { title: lost.sentTitle, status: 200 },
    <Stack>
      <PageHeading title={lost.sentTitle} lead={lost.sent} />
      <p>{lost.nothing}</p>
      <Row>
        <ButtonLink href={paths.lostLink()}>{lost.again}</ButtonLink>
      </Row>
    </Stack>,
  )
}

const form = z.object({ email: email() })

/** POST /link: mails the links of an address to that address. The answer is the same whether or not there are any. */
export async function sendLink(c: WebContext): Promise<Response> {
  const { lost } = resultText(readerLocale(c))
  const typed = await readFields(c)
  if (!typed) return badRequestPage(c)
  const parsed = parseForm(form, { email: typedText(typed, 'email') })
  if (!parsed.ok) {
    const problem = parsed.errors['email']?.code === 'required' ? lost.errors.required : lost.errors.wrong
    return askPage(c, {
      title: lost.askTitle,
      lead: lost.askLead,
      status: 422,
      value: typedText(typed, 'email'),
      problem,
    })
  }
  const outcome = await askForLinks(c.var.deps.context, { email: parsed.value.email, source: sourceOf(c) })
  if (outcome.ok) return c.redirect(`${paths.lostLink()}?sent=1`, 303)
  return askPage(c, {
    title: lost.tooManyTitle,
    lead: lost.tooMany(outcome.refusal.waitMinutes),
    status: 429,
    value: parsed.value.email,
  })
}

interface Ask {
  title: string
  lead: string
  status: ContentfulStatusCode
  value?: string
  problem?: string
}

function askPage(c: WebContext, ask: Ask): Response | Promise<Response> {
  const { lost } = resultText(readerLocale(c))
  return plain(
    c,
    { title: ask.problem ? `${lost.errors.prefix}${ask.title}` : ask.title, status: ask.status },
    <Stack>
      {ask.problem ? (
        <ErrorSummary
          heading={lost.errors.heading}
          problems={[{ href: `#${fieldId('email')}`, text: ask.problem }]}
        />
      ) : null}
      <PageHeading title={ask.title} lead={ask.lead} />
      <form method="post" action={paths.lostLink()}>
        <Stack>
          <TextField
            id={fieldId('email')}
            name="email"
            type="email"
            label={lost.email}
            hint={lost.emailHint}
            error={ask.problem}
            value={ask.value}
            autocomplete="email"
            required
          />
          <Button>{lost.button}</Button>
        </Stack>
      </form>
    </Stack>,
  )
}

function plain(
  c: WebContext,
  page: { title: string; status: ContentfulStatusCode },
  children: Child,
): Response | Promise<Response> {
  const html = (
    <PlainPage
      title={page.title}
      lang={readerLocale(c)}
      stylesheet={assetPath('src/ui/styles/customer.css')}
      script={assetPath('src/client/customer.ts')}
      nonce={c.var.nonce}
    >
      {children}
    </PlainPage>
  )
  return c.html(html, page.status)
}
