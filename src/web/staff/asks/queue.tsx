import { askKey, listAsks, loadAsks, readAskKey, type AskListed } from '#domain/asking/load-asks.ts'
import { openBooking } from '../open-booking.ts'
import { shortWhen } from '#messages/dates.ts'
import { staffAskWords } from '#messages/staff-asks.ts'
import { paths } from '#paths.ts'
import { spellReference } from '#platform/ids.ts'
import { Banner } from '#ui/banner.tsx'
import { ButtonLink } from '#ui/button.tsx'
import { Card } from '#ui/card.tsx'
import { DetailsList, type DetailsRow } from '#ui/details-list.tsx'
import { EmptyPanel } from '#ui/empty-panel.tsx'
import { PageHeading, Row, Section, Stack } from '#ui/layout.tsx'
import { Pager } from '#ui/pager.tsx'
import { staffFrame } from '../frame.tsx'
import { queryText } from '../request.ts'
import type { StaffContext } from '../staff-env.ts'
import { titleOfAsk } from './answer-view.tsx'
import { answerByText } from './ask-facts.tsx'

const PER_PAGE = 25

/** GET: everything that customers ask and nobody answered, what ends first at the top (ux A1a). */
export async function askQueuePage(c: StaffContext): Promise<Response> {
  const words = staffAskWords(c.var.locale)
  const wanted = queryText(c, 'after') ?? ''
  const after = readAskKey(wanted) ? wanted : null
  const page = { after, limit: PER_PAGE + 1 }
  const asks = await listAsks(c.var.deps.context.reader, c.var.scope, { state: 'open' }, page)
  const shown = asks.slice(0, PER_PAGE)
  const next = asks.length > PER_PAGE ? askKey(shown.at(-1)!) : null
  return staffFrame(
    c,
    { title: words.title, current: 'asks' },
    <Stack gap="section">
      <PageHeading title={words.title} lead={words.lead} />
      <JustAnswered c={c} banner={await justAnswered(c)} />
      {shown.length === 0 ? (
        <EmptyPanel heading={words.none}>{words.noneLine}</EmptyPanel>
      ) : (
        <Section heading={words.list}>
          <Stack>
            {shown.map((ask) => (
              <AskRow c={c} ask={ask} />
            ))}
          </Stack>
        </Section>
      )}
      <Pager
        label={words.pages}
        previous={after ? { href: paths.asks(), label: words.first } : undefined}
        next={next ? { href: paths.asks({ after: next }), label: words.next } : undefined}
      />
    </Stack>,
  )
}

function AskRow({ c, ask }: { c: StaffContext; ask: AskListed }) {
  const words = staffAskWords(c.var.locale)
  const title = titleOfAsk(c, ask, ask.customerName)
  return (
    <Card>
      <Row spread>
        <h3>
          <bdi>{title}</bdi>
        </h3>
        <ButtonLink kind="primary" href={paths.answerAsk(ask.bookingId, ask.id)}>
          {words.answer}
          <span class="visually-hidden">: {title}</span>
        </ButtonLink>
      </Row>
      <DetailsList rows={rowsOf(c, ask)} />
    </Card>
  )
}

function rowsOf(c: StaffContext, ask: AskListed): DetailsRow[] {
  const { locale, viewer } = c.var
  const words = staffAskWords(locale)
  const when = (start: Temporal.Instant) => shortWhen(start, viewer.zone, locale, viewer.now)
  const wished = ask.wishes.flatMap((wish) => wish.starts)
  return [
    { term: words.answerBy, detail: answerByText(c, ask.answerBy) },
    {
      term: words.about,
      detail: <bdi>{ask.eventTypeName}</bdi>,
      note: words.booking(spellReference(ask.reference)),
    },
    ...(ask.kind === 'booking'
      ? []
      : [{ term: words.now, detail: ask.spans.map(({ startsAt }) => when(startsAt)).join('; ') }]),
    ...(ask.action === 'cancel'
      ? []
      : [{ term: words.wanted, detail: wished.length > 0 ? wished.map(when).join('; ') : words.anyTime }]),
    ...(ask.reason ? [{ term: words.said, detail: <span dir="auto">{words.quote(ask.reason)}</span> }] : []),
  ]
}

interface Answered {
  title: string
  href: string
}

function JustAnswered({ c, banner }: { c: StaffContext; banner: Answered | null }) {
  if (!banner) return null
  const link = <ButtonLink href={banner.href}>{staffAskWords(c.var.locale).openBooking}</ButtonLink>
  return <Banner kind="ok" title={banner.title} action={link} />
}

// The address names what was answered a moment ago; what it became is read, not believed.
async function justAnswered(c: StaffContext): Promise<Answered | null> {
  const booking = await openBooking(c, queryText(c, 'booking'))
  if (!booking) return null
  const asks = await loadAsks(c.var.deps.context.reader, c.var.scope, booking.id)
  const ask = asks.find((entry) => entry.id === queryText(c, 'answered'))
  if (!ask?.answer) return null
  const words = staffAskWords(c.var.locale)
  return {
    title: words.doneTitle(booking.customer.name, words.answered[ask.answer]),
    href: paths.staffBooking(booking.id),
  }
}
