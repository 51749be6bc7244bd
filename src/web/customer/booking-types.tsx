import { bookingText } from '#messages/booking.ts'
import { policyInShort } from '#messages/policy.ts'
import { paths } from '#paths.ts'
import { loadQuestions } from '#domain/availability/load-questions.ts'
import { slots } from '#domain/availability/slots.ts'
import type { Offer } from '#domain/event-types/offer.ts'
import { zoneOfPage } from '#domain/event-types/meeting-zone.ts'
import { fromMinute, isZone } from '#platform/zones.ts'
import { cleanText } from '#platform/forms.ts'
import { Button, ButtonLink } from '#ui/button.tsx'
import { EmptyPanel } from '#ui/empty-panel.tsx'
import { TextField } from '#ui/field.tsx'
import { HiddenFields, PageHeading, Stack } from '#ui/layout.tsx'
import { OfferList, type Offer as OfferRow } from '#ui/offer-list.tsx'
import type { WebContext } from '../deps.ts'
import { emptyPage, findOpenPage, type OpenPage } from './booking-offer.tsx'
import { offerFacts } from './booking-summary.tsx'
import { customerFrame } from './frame.tsx'
import { withPrefill } from './prefill.ts'

/** More than this, and a list is searched rather than read. */
const READABLE_LIST = 8
const FIRST_LOOK_DAYS = 14

/** P1: what can be booked on a page. */
export async function eventTypesPage(c: WebContext): Promise<Response> {
  const found = await findOpenPage(c)
  if (!found.ok) return found.answer
  const page = withZone(c, found.value)
  const [first] = page.offers
  if (!first) return emptyPage(c, page)
  const { locale } = page
  const next = await nextFreeStarts(c, page)
  const words = cleanText(c.req.query('q') ?? '').slice(0, 100)
  const shown = page.offers.filter((offer) => matches(offer, words))
  const text = bookingText(locale)
  // A page named like its business would say the same twice, once in the header.
  const title = first.page.title === first.organization.name ? text.chooseType : first.page.title
  return customerFrame(
    c,
    { title, business: first.organization, locale, index: !first.organization.isSample },
    <Stack gap="section">
      <PageHeading title={title} lead={first.page.intro || undefined} />
      {page.offers.length > READABLE_LIST ? <Search page={page} words={words} /> : null}
      {shown.length > 0 ? (
        <OfferList offers={shown.map((offer) => rowOf(offer, page, next.get(offer.eventType.id)))} />
      ) : (
        <EmptyPanel
          heading={text.nothingFound(words)}
          action={
            <ButtonLink href={withPrefill(paths.bookingPage(page.slug), page.prefill)}>
              {text.showAll}
            </ButtonLink>
          }
        />
      )}
    </Stack>,
  )
}

/** The zone that the site around the page asked for goes on to the times; one that does not exist is left out. */
function withZone(c: WebContext, page: OpenPage): OpenPage {
  const tz = c.req.query('tz') ?? ''
  return isZone(tz) ? { ...page, prefill: { ...page.prefill, tz } } : page
}

/** First free start by event type. The near days answer for nearly all; only the rest is searched to its horizon. */
async function nextFreeStarts(c: WebContext, { scope, offers }: OpenPage): Promise<Map<string, number>> {
  const { now } = offers[0]!
  const found = new Map<string, number>()
  for (const days of [FIRST_LOOK_DAYS, Math.max(...offers.map((offer) => offer.eventType.horizonDays)) + 1]) {
    const eventTypeIds = offers.map((offer) => offer.eventType.id).filter((id) => !found.has(id))
    if (eventTypeIds.length === 0) break
    const demand = { eventTypeIds, from: now, to: now.add({ hours: 24 * days }) }
    for (const { eventTypeId, question } of await loadQuestions(c.var.deps.context.reader, scope, demand)) {
      const [first] = slots(question).starts
      if (first !== undefined) found.set(eventTypeId, first)
    }
  }
  return found
}

function Search({ page, words }: { page: OpenPage; words: string }) {
  const text = bookingText(page.locale)
  return (
    <form method="get" action={paths.bookingPage(page.slug)} role="search">
      <HiddenFields fields={page.prefill} />
      <Stack gap="tight">
        <TextField
          id="search"
          name="q"
          type="search"
          label={text.searchLabel}
          value={words}
          maxlength={100}
          dir="auto"
        />
        <Button kind="quiet" icon="search">
          {text.searchButton}
        </Button>
      </Stack>
    </form>
  )
}

function matches(offer: Offer, words: string): boolean {
  const { name, description } = offer.eventType
  return words === '' || `${name} ${description}`.toLocaleLowerCase().includes(words.toLocaleLowerCase())
}

function rowOf(offer: Offer, { locale, slug, prefill }: OpenPage, next: number | undefined): OfferRow {
  const text = bookingText(locale)
  const { eventType } = offer
  return {
    href: withPrefill(paths.times(slug, eventType.slug), prefill),
    name: eventType.name,
    description: eventType.description || undefined,
    facts: offerFacts(offer, locale),
    policy: policyInShort(offer.policy.rules.cancel, offer.policy.rules.reschedule, locale),
    next:
      next === undefined ? text.nothingFree : text.nextFree(fromMinute(next), zoneOfPage(offer), offer.now),
  }
}
