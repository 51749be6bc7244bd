import { z } from '@hono/zod-openapi'
import type { StoredPage } from '#domain/event-types/browse-booking-pages.ts'
import { paths } from '#paths.ts'
import { showId, showIdOrNull } from '#platform/public-ids.ts'
import { idOf } from './ids.ts'
import { line, optionalText, slugIn } from './text-schemas.ts'

const MOST_EVENT_TYPES = 500
const MOST_STAKEHOLDERS = 500

/** A booking page as programs see it. */
export const bookingPageSchema = z
  .strictObject({
    id: idOf('page'),
    slug: z.string().nullable(),
    url: z.string().nullable().openapi({ description: 'Where customers book.' }),
    title: z.string(),
    intro: z.string(),
    active: z.boolean(),
    owner: idOf('member'),
    stakeholders: z.array(idOf('member')),
    policy: idOf('policy').nullable(),
    event_types: z.array(idOf('eventType')),
  })
  .openapi('BookingPage')

const fields = {
  title: line(200),
  slug: slugIn().openapi({
    example: 'hiring',
    description: 'The public address, one of its kind. Earlier addresses of the page keep leading to it.',
  }),
  intro: optionalText(5000),
  active: z.boolean(),
  owner: idOf('member').openapi({ description: 'Is told of bookings also where they do not host.' }),
  stakeholders: z
    .array(idOf('member'))
    .max(MOST_STAKEHOLDERS)
    .openapi({ description: 'Team members who are told of every booking of the page.' }),
  policy: idOf('policy')
    .nullable()
    .openapi({ description: "For event types without a policy of their own; null for the organization's." }),
  event_types: z
    .array(idOf('eventType'))
    .max(MOST_EVENT_TYPES)
    .openapi({ description: 'What it offers, in the order in which customers see it.' }),
}

export const newBookingPageSchema = z
  .strictObject({
    ...fields,
    slug: fields.slug.optional().openapi({ description: 'Made from the title where none is sent.' }),
    intro: fields.intro.default(''),
    active: fields.active.default(true),
    owner: fields.owner.optional().openapi({ description: 'The member of the key where none is sent.' }),
    stakeholders: fields.stakeholders.default([]),
    policy: fields.policy.default(null),
    event_types: fields.event_types.default([]),
  })
  .openapi('NewBookingPage')

export const bookingPageChangeSchema = z.strictObject(fields).partial().openapi('BookingPageChange')

export type SentPage = z.output<typeof bookingPageChangeSchema>

export function showBookingPage(page: StoredPage, publicUrl: string): z.input<typeof bookingPageSchema> {
  return {
    id: showId('page', page.id),
    slug: page.slug,
    url: page.slug === null ? null : `${publicUrl}${paths.bookingPage(page.slug)}`,
    title: page.title,
    intro: page.intro,
    active: page.active,
    owner: showId('member', page.ownerMemberId),
    stakeholders: page.stakeholderIds.map((id) => showId('member', id)),
    policy: showIdOrNull('policy', page.policyId),
    event_types: page.eventTypeIds.map((id) => showId('eventType', id)),
  }
}
