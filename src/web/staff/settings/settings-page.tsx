import type { Child } from 'hono/jsx'
import { formWords } from '#messages/settings.ts'
import { paths } from '#paths.ts'
import type { Typed } from '#platform/forms.ts'
import { isId } from '#platform/ids.ts'
import { Banner } from '#ui/banner.tsx'
import { Button } from '#ui/button.tsx'
import { PageHeading, Row, Stack } from '#ui/layout.tsx'
import { staffFrame } from '../frame.tsx'
import { badForm, readForm } from '../request.ts'
import type { StaffContext } from '../staff-env.ts'

export interface SettingsPageOptions {
  title: string
  lead?: Child
  /** Where this page belongs; the index of the settings unless told. */
  back?: { href: string; label: string }
  /** The list of what is wrong with the form; the answer is then a 422. */
  summary?: Child
  /** True for an answer that refuses without a field to blame. */
  refused?: boolean
  /** What was saved, in the words of the page; shown when the address says so. */
  saved?: string
  /** More to know about what was saved or drawn. */
  notice?: Child
}

/** A settings page in the staff frame: heading, what was saved or refused, then the content. */
export function settingsPage(
  c: StaffContext,
  options: SettingsPageOptions,
  children: Child,
): Response | Promise<Response> {
  const words = formWords(c.var.locale)
  const refused = options.refused ?? Boolean(options.summary)
  const saved = !refused && c.req.method === 'GET' && c.req.query('saved') === '1'
  return staffFrame(
    c,
    { title: options.title, current: 'settings', refused, status: refused ? 422 : 200 },
    <Stack gap="section">
      <PageHeading
        title={options.title}
        {...(options.lead ? { lead: options.lead } : {})}
        back={options.back ?? { href: paths.settings(), label: words.backToSettings }}
      />
      {options.summary}
      {saved ? <Banner kind="ok" title={options.saved ?? words.saved} /> : null}
      {options.notice}
      {children}
    </Stack>,
  )
}

/** The form around the fields, with its button. Turbo stays out where a form may be drawn again without being saved. */
export function FormFrame(props: {
  action: string
  submit: string
  busy: string
  more?: Child
  children?: Child
}) {
  return (
    <form method="post" action={props.action} data-turbo="false" novalidate>
      <Stack gap="section">
        {props.children}
        <Row>
          <Button name="act" value="save" busyLabel={props.busy}>
            {props.submit}
          </Button>
          {props.more}
        </Row>
      </Stack>
    </form>
  )
}

type Answer = Response | Promise<Response>

/** A handler that gets what was sent as typed values; a body that is no form is answered with 400. */
export function withForm(
  handle: (c: StaffContext, typed: Typed) => Answer,
): (c: StaffContext) => Promise<Response> {
  return async (c) => {
    const typed = await readForm(c)
    return typed ? handle(c, typed) : badForm(c)
  }
}

/** The id in the address, or null when it cannot be one. */
export function idOf(c: StaffContext, name: string): string | null {
  const id = c.req.param(name) ?? ''
  return isId(id) ? id : null
}

/** Sends the reader back with a confirmation (ux: a success is a 303 and a visible sentence). */
export function savedAt(c: StaffContext, path: string, more = ''): Response {
  return c.redirect(`${path}?saved=1${more}`, 303)
}
