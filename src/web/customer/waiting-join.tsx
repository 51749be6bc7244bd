import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { z } from 'zod'
import { joinText } from '#messages/waitlist.ts'
import { paths } from '#paths.ts'
import { email, line, parseForm, type FieldErrors, type Typed } from '#platform/forms.ts'
import { hasWaitlist } from '#domain/waitlist/entry.ts'
import { joinWaitlist, type WaitRefusal } from '#domain/waitlist/join-waitlist.ts'
import { ButtonLink } from '#ui/button.tsx'
import { Row, Stack } from '#ui/layout.tsx'
import { ResultPanel } from '#ui/result-panel.tsx'
import { sourceOf } from '../source.ts'
import type { WebContext } from '../deps.ts'
import { badRequestPage } from '../error-pages.tsx'
import { zoneOf } from './booking-details.tsx'
import { findOpenOffer, type OpenOffer } from './booking-offer.tsx'
import { problemsOf, typedText, type FormProblems } from './form-errors.ts'
import { customerFrame } from './frame.tsx'
import { readFields } from './manage-fields.ts'
import { showEarlier, submitEarlier } from './waiting-earlier.tsx'
import { isYoungForm, openForm, sealForm } from './waiting-form.ts'
import { FreeNow, JoinForm, type JoinView } from './waiting-join-form.tsx'
import { spansFor } from './waiting-spans.ts'
import { readPickerQuery } from './picker-query.ts'
import { zoneOfPage } from '#domain/event-types/meeting-zone.ts'

/** GET /book/:page/:eventType/wait: asks for a place in the line; with `booking`, for an earlier time than that. */
export async function showJoin(c: WebContext): Promise<Response> {
  const open = await openList(c)
  if (open instanceof Response) return open
  if (c.req.query('joined') !== undefined) return joinedPage(c, open)
  const booking = c.req.query('booking')
  if (booking) return showEarlier(c, open, booking)
  return joinPage(c, open, viewOf(c, open, {}))
}

/** POST: joins, or shows the form again with everything that was typed and what to do. */
export async function submitJoin(c: WebContext): Promise<Response> {
  const open = await openList(c)
  if (open instanceof Response) return open
  const typed = await readFields(c)
  if (!typed) return badRequestPage(c)
  const booking = typedText(typed, 'booking')
  if (booking) return submitEarlier(c, open, booking, typed)
  const { context } = c.var.deps
  const view = viewOf(c, open, typed)
  const form = openForm(context.secret, open.offer.orgId, typedText(typed, 'key'))
  const text = joinText(open.locale)
  const fields = readJoin(view, typed)
  if (!fields.ok) return joinPage(c, open, { ...view, problems: fields.problems }, 422)
  if (!form) return joinPage(c, open, withNotice(view, text.oldForm, text.oldFormLine), 422)
  if (isYoungForm(form, open.offer.now) && typedText(typed, 'checked') !== '1')
    return joinPage(c, open, {
      ...withNotice(view, text.once, text.onceLine),
      key: typedText(typed, 'key'),
      checked: true,
    })
  const { from, to } = view.spans.find(({ name }) => name === fields.span)!
  const outcome = await joinWaitlist(context, open.scope, open.offer, {
    name: fields.name,
    email: fields.email,
    zone: view.zone,
    locale: open.locale,
    from,
    to,
    requestKey: form.key,
    source: sourceOf(c),
  })
  if (outcome.ok) return c.redirect(`${paths.joinWaitlist(open.slug, open.eventType)}?joined=1`, 303)
  return joinPage(c, open, { ...view, ...refused(view, outcome.refusal) }, statusOf(outcome.refusal))
}

function viewOf(c: WebContext, open: OpenOffer, typed: Typed): JoinView {
  const { offer } = open
  const { zone, zoneChosen } = zoneOf(open, typedText(typed, 'tz') || (c.req.query('tz') ?? ''))
  const sent = typedText(typed, 'day')
  const { day } = readPickerQuery(c, zoneOfPage(offer))
  const wanted = sent ? readDay(sent) : day
  const spans = spansFor(wanted, zone, offer.now, offer.eventType.horizonDays)
  const key = sealForm(c.var.deps.context.secret, offer.orgId, offer.now)
  return { open, zone, zoneChosen, day: spans[0]!.name === 'day' ? wanted : null, spans, key, typed }
}

function readDay(text: string): Temporal.PlainDate | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return null
  try {
    return Temporal.PlainDate.from(text)
  } catch {
    return null
  }
}

const form = z.object({ name: line(200), email: email() })

function readJoin(
  { open, spans }: JoinView,
  typed: Typed,
): { ok: true; name: string; email: string; span: string } | { ok: false; problems: FormProblems } {
  const text = joinText(open.locale)
  const parsed = parseForm(form, { name: typedText(typed, 'name'), email: typedText(typed, 'email') })
  const span = typedText(typed, 'span')
  const errors: FieldErrors = {
    ...(parsed.ok ? {} : parsed.errors),
    ...(spans.some(({ name }) => name === span) ? {} : { span: { code: 'not_a_choice' as const } }),
  }
  if (parsed.ok && Object.keys(errors).length === 0) return { ok: true, ...parsed.value, span }
  const own = {
    ...(errors['name']?.code === 'required' ? { name: text.nameMissing } : {}),
    ...(errors['email']?.code === 'required' ? { email: text.emailMissing } : {}),
  }
  const labels = { name: text.name, email: text.email, span: text.span }
  return { ok: false, problems: problemsOf(errors, labels, open.locale, own) }
}

function refused({ open }: JoinView, refusal: WaitRefusal): Partial<JoinView> {
  const text = joinText(open.locale)
  if (refusal.code === 'free_now')
    return { freeNow: refusal.starts.map((start) => Temporal.Instant.from(start)) }
  if (refusal.code === 'too_many')
    return { notice: { title: text.tooMany, line: text.tooManyLine(refusal.waitMinutes) } }
  return { notice: { title: text.nothing, line: text.nothingLine } }
}

function statusOf({ code }: WaitRefusal): ContentfulStatusCode {
  return code === 'free_now' ? 409 : code === 'too_many' ? 429 : 422
}

function withNotice(view: JoinView, title: string, line_: string): JoinView {
  return { ...view, notice: { title, line: line_ } }
}

/** The event type in the address, if people can wait for it; all others are booked, or asked for, on the page before. */
async function openList(c: WebContext): Promise<OpenOffer | Response> {
  const found = await findOpenOffer(c)
  if (!found.ok) return found.answer
  const open = found.value
  return hasWaitlist(open.offer.eventType) ? open : c.redirect(paths.times(open.slug, open.eventType), 303)
}

function joinPage(
  c: WebContext,
  open: OpenOffer,
  view: JoinView,
  status: ContentfulStatusCode = 200,
): Response | Promise<Response> {
  const failed = view.problems !== undefined || status === 409 || status === 429
  return customerFrame(
    c,
    {
      title: `${joinText(open.locale).heading}: ${open.offer.eventType.name}`,
      business: open.offer.organization,
      businessHref: paths.bookingPage(open.slug),
      locale: open.locale,
      status,
      failed,
    },
    <Stack gap="section">
      {view.freeNow ? <FreeNow view={view} starts={view.freeNow} /> : null}
      <JoinForm {...view} />
    </Stack>,
  )
}

// The same words for whoever was on the list before, so that nobody learns who waits.
function joinedPage(c: WebContext, open: OpenOffer): Response | Promise<Response> {
  const text = joinText(open.locale)
  return customerFrame(
    c,
    {
      title: text.joined,
      business: open.offer.organization,
      businessHref: paths.bookingPage(open.slug),
      locale: open.locale,
    },
    <Stack gap="section">
      <ResultPanel kind="ok" heading={text.joined}>
        <p>{text.joinedLine}</p>
        <p>{text.joinedNext}</p>
      </ResultPanel>
      <Row>
        <ButtonLink href={paths.bookingPage(open.slug)}>{text.otherTypes}</ButtonLink>
      </Row>
    </Stack>,
  )
}
