import { may } from '#domain/access/scope.ts'
import { loadDeliveryForOutbox, type DeliveryDetail } from '#domain/notifications/queries.ts'
import { resendDelivery, type ResendRefusal } from '#domain/notifications/resend-delivery.ts'
import { whoMay } from '#domain/bookings/staff-reads.ts'
import { shortWhen } from '#messages/dates.ts'
import { audienceWord, channelWord, messageKindWord, outboxWords } from '#messages/staff-outbox.ts'
import { paths } from '#paths.ts'
import { spellReference } from '#platform/ids.ts'
import { Banner } from '#ui/banner.tsx'
import { Button } from '#ui/button.tsx'
import { Card } from '#ui/card.tsx'
import { Fold, SourceText } from '#ui/fold.tsx'
import { DetailsList, type DetailsRow } from '#ui/details-list.tsx'
import { PageHeading, Row, Stack } from '#ui/layout.tsx'
import { staffFrame } from './frame.tsx'
import { sampleLink } from './sample-link.ts'
import { forbiddenPage, missingPage } from './refusal-pages.tsx'
import { queryText } from './request.ts'
import type { StaffContext } from './staff-env.ts'
import { MessageState } from './status.tsx'

/** GET: one message with what was written, whether it went out, and the way to send it again. */
export async function deliveryPage(c: StaffContext): Promise<Response> {
  const found = await loadDeliveryForOutbox(c.var.deps.context.reader, c.var.scope, c.req.param('id') ?? '')
  if (!found.ok) return missingPage(c)
  if (queryText(c, 'part') === 'html' && found.value.bodyHtml !== null)
    return mailAsItLooks(c, found.value.bodyHtml)
  return deliveryView(c, found.value, 200, { link: await sampleLink(c, found.value) })
}

/** POST: sends it once more, written anew from the booking as it is now. */
export async function submitResend(c: StaffContext): Promise<Response> {
  const id = c.req.param('id') ?? ''
  const outcome = await resendDelivery(c.var.deps.context, c.var.scope, id)
  if (outcome.ok) return c.redirect(paths.delivery(outcome.value.deliveryId), 303)
  const { code } = outcome.refusal
  if (code === 'not_permitted')
    return forbiddenPage(c, await whoMay(c.var.deps.context.reader, c.var.scope, 'delivery.resend'))
  const found = await loadDeliveryForOutbox(c.var.deps.context.reader, c.var.scope, id)
  return found.ok ? deliveryView(c, found.value, 409, { refused: code }) : missingPage(c)
}

/**
 * The mail by itself, as a document that may do nothing: no script, no request to anywhere, no form, and an origin
 * of its own. Mails style themselves, so their styles are let in here and nowhere else.
 */
function mailAsItLooks(c: StaffContext, html: string): Response {
  c.header(
    'content-security-policy',
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox",
  )
  return c.html(html)
}

interface DeliveryExtras {
  /** Why it cannot be sent again. */
  refused?: ResendRefusal['code']
  /** Where the mail's link leads; only in a demonstration. */
  link?: string | null
}

function deliveryView(
  c: StaffContext,
  delivery: DeliveryDetail,
  status: 200 | 409,
  { refused, link }: DeliveryExtras,
): Response | Promise<Response> {
  const { locale } = c.var
  const words = outboxWords(locale)
  const why: Record<string, string> = words.whyNot
  const title = delivery.subject ?? messageKindWord(delivery.kind, locale)
  return staffFrame(
    c,
    { title, current: 'outbox', status },
    <Stack gap="section">
      <PageHeading title={<bdi dir="auto">{title}</bdi>} back={{ href: paths.outbox(), label: words.back }} />
      {refused ? <Banner kind="warn" title={why[refused] ?? refused} /> : null}
      <Card heading={words.message} id="message">
        <DetailsList rows={facts(c, delivery)} />
        <Resend c={c} delivery={delivery} />
      </Card>
      <Body c={c} delivery={delivery} link={link ?? null} />
    </Stack>,
  )
}

function facts(c: StaffContext, delivery: DeliveryDetail): DetailsRow[] {
  const { locale, viewer } = c.var
  const words = outboxWords(locale)
  const when = (at: Temporal.Instant) => shortWhen(at, viewer.zone, locale, viewer.now)
  const row = (term: string, detail: string): DetailsRow[] =>
    detail ? [{ term, detail: <bdi>{detail}</bdi> }] : []
  const state: DetailsRow = {
    term: words.state,
    detail: <MessageState state={delivery.state} />,
    ...(stateNote(c, delivery) ? { note: <bdi>{stateNote(c, delivery)}</bdi> } : {}),
  }
  return [
    state,
    ...row(
      words.for,
      delivery.recipientName
        ? `${delivery.recipientName} (${audienceWord(delivery.audience)})`
        : audienceWord(delivery.audience),
    ),
    ...row(words.to, delivery.to),
    ...row(words.cc, delivery.cc.join(', ')),
    ...row(words.channel, channelWord(delivery.channel)),
    ...row(words.about, messageKindWord(delivery.kind, locale)),
    ...row(words.attempts, String(delivery.attempts)),
    ...row(words.made, when(delivery.createdAt)),
    ...row(words.finished, delivery.finishedAt ? when(delivery.finishedAt) : ''),
    ...(delivery.bookingId
      ? [
          {
            term: words.booking,
            detail: (
              <a href={paths.staffBooking(delivery.bookingId)}>{spellReference(delivery.reference ?? '')}</a>
            ),
          },
        ]
      : []),
    ...row(delivery.channel === 'webhook' ? words.eventId : words.messageId, delivery.messageId),
  ]
}

function stateNote(c: StaffContext, { channel, state, stateDetail }: DeliveryDetail): string {
  const closed = channel === 'webhook' && state === 'no_longer_applies'
  return stateDetail || (closed ? outboxWords(c.var.locale).eventOvertaken : '')
}

function Resend({ c, delivery }: { c: StaffContext; delivery: DeliveryDetail }) {
  const words = outboxWords(c.var.locale)
  const why = whyNot(c, delivery)
  if (why) {
    return (
      <Button kind="quiet" id="resend" disabledReason={words.whyNot[why]}>
        {words.resend}
      </Button>
    )
  }
  return (
    <form method="post" action={paths.resend(delivery.id)}>
      <Row>
        <Button kind="quiet" icon="mail" busyLabel={words.resending}>
          {words.resend}
        </Button>
        <p class="small quiet">{delivery.channel === 'webhook' ? words.resendEventHint : words.resendHint}</p>
      </Row>
    </form>
  )
}

// The same order in which the use case refuses; a message that waits would only be queued twice.
function whyNot(
  c: StaffContext,
  delivery: DeliveryDetail,
): keyof ReturnType<typeof outboxWords>['whyNot'] | null {
  if (!may(c.var.scope, 'delivery.resend')) return 'not_permitted'
  if (delivery.channel === 'in_app') return 'not_a_mail'
  if (delivery.state === 'sample') return 'sample'
  return delivery.state === 'queued' && delivery.attempts === 0 ? 'waiting' : null
}

function Body({ c, delivery, link }: { c: StaffContext; delivery: DeliveryDetail; link: string | null }) {
  const words = outboxWords(c.var.locale)
  if (delivery.channel === 'in_app') return null
  if (delivery.bodyText === null) return <p class="quiet">{words.notRendered}</p>
  if (delivery.channel === 'webhook') return <EventBody c={c} body={delivery.bodyText} />
  return (
    <Card heading={words.text} id="text">
      <p class="small quiet">{words.masked}</p>
      {link === null ? null : (
        <p>
          <a href={link} data-turbo="false">
            {words.sampleLink}
          </a>
        </p>
      )}
      <SourceText text={delivery.bodyText} />
      {delivery.bodyHtml === null ? null : (
        <p>
          <a
            href={`${paths.delivery(delivery.id)}?part=html`}
            data-turbo="false"
            target="_blank"
            rel="noopener"
          >
            {words.preview}
          </a>
        </p>
      )}
      <Source label={words.html} text={delivery.bodyHtml} />
      <Source label={words.calendar} text={delivery.calendarFile} />
    </Card>
  )
}

function EventBody({ c, body }: { c: StaffContext; body: string }) {
  const words = outboxWords(c.var.locale)
  return (
    <Card heading={words.sentBody} id="text">
      {body.includes('"manage_url"') ? <p class="small quiet">{words.eventMasked}</p> : null}
      <SourceText text={body} />
    </Card>
  )
}

function Source({ label, text }: { label: string; text: string | null }) {
  if (text === null || text === '') return null
  return (
    <Fold label={label}>
      <SourceText text={text} />
    </Fold>
  )
}
