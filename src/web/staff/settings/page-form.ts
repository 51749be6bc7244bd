import { z } from 'zod'
import type { PageInput, PageRefusal } from '#domain/event-types/save-page.ts'
import { line, optionalLine, optionalText, parseForm, problem, type Typed } from '#platform/forms.ts'
import { isSlug, slugOf } from './typed-slug.ts'
import {
  isTicked,
  lineOf,
  problemsOf,
  ticked,
  valuesOf,
  type Part,
  type Problems,
  type Read,
} from './typed-values.ts'

/** What the form may choose from. */
export interface PageChoices {
  people: ReadonlySet<string>
  policies: ReadonlySet<string>
  /** Ids, in the order in which the form lists them. */
  eventTypes: string[]
}

const schema = z.object({
  title: line(200),
  slug: optionalLine(64).refine((text) => text === '' || isSlug(text), problem({ code: 'not_a_slug' })),
  intro: optionalText(5000),
})

/** Reads the form of a booking page. An empty address is made from the title (see `withSlug`). */
export function readPage(typed: Typed, choices: PageChoices): Read<PageInput & { suggestion: string }> {
  const parsed = parseForm(schema, typed)
  const order = readOrder(typed, choices.eventTypes)
  const ownerMemberId = lineOf(typed, 'owner')
  const policyId = lineOf(typed, 'policyId')
  const stakeholderIds = valuesOf(typed, 'stakeholders')
  const problems: Problems = {
    ...problemsOf(parsed),
    ...order.problems,
    ...(choices.people.has(ownerMemberId) ? {} : { owner: { code: 'not_a_choice' } }),
    ...(policyId === '' || choices.policies.has(policyId) ? {} : { policyId: { code: 'not_a_choice' } }),
    ...(stakeholderIds.every((id) => choices.people.has(id))
      ? {}
      : { stakeholders: { code: 'not_a_choice' } }),
  }
  if (!parsed.ok || Object.keys(problems).length > 0) return { ok: false, problems }
  return {
    ok: true,
    value: {
      ...parsed.value,
      suggestion: slugOf(parsed.value.title, 'book'),
      ownerMemberId,
      policyId: policyId || null,
      eventTypeIds: order.value,
      stakeholderIds,
      active: isTicked(typed, 'active'),
    },
  }
}

/** Which field a refusal of the use case belongs to; null when the page is gone. */
export function pageProblem(refusal: PageRefusal): Problems | null {
  switch (refusal.code) {
    case 'unknown_page':
      return null
    case 'slug_taken':
      return { slug: { code: 'slug_taken' } }
    case 'unknown_policy':
      return { policyId: { code: 'not_a_choice' } }
    default:
      return { owner: { code: 'not_a_choice' } }
  }
}

export function typedPage(page: PageInput): Typed {
  const order = page.eventTypeIds.flatMap((id, index) => [
    [`offer-${id}`, ticked(true)],
    [`order-${id}`, String(index + 1)],
  ])
  return {
    title: page.title,
    slug: page.slug,
    intro: page.intro,
    owner: page.ownerMemberId,
    stakeholders: page.stakeholderIds,
    policyId: page.policyId ?? '',
    active: ticked(page.active),
    ...Object.fromEntries(order),
  }
}

// Without a number an event type comes last; equal numbers keep the order of the form.
function readOrder(typed: Typed, eventTypes: string[]): Part<string[]> {
  const problems: Problems = {}
  const chosen: { id: string; order: number }[] = []
  for (const id of eventTypes) {
    const text = lineOf(typed, `order-${id}`)
    if (text !== '' && !/^\d{1,3}$/.test(text))
      problems[`order-${id}`] = { code: 'out_of_range', from: 1, to: 999 }
    if (isTicked(typed, `offer-${id}`)) chosen.push({ id, order: text === '' ? 1000 : Number(text) })
  }
  return { value: chosen.toSorted((a, b) => a.order - b.order).map(({ id }) => id), problems }
}
