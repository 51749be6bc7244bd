import { z } from '@hono/zod-openapi'
import { done, refuse } from '#platform/context.ts'
import { readId } from '#platform/public-ids.ts'
import {
  browseBookingPages,
  findBookingPage,
  type StoredPage,
} from '#domain/event-types/browse-booking-pages.ts'
import { savePage, type PageInput } from '#domain/event-types/save-page.ts'
import { slugOf, withSlug } from '../staff/settings/typed-slug.ts'
import { problemOfPage, readPageInput } from './booking-page-input.ts'
import {
  bookingPageChangeSchema,
  bookingPageSchema,
  newBookingPageSchema,
  showBookingPage,
} from './booking-page-schema.ts'
import { idOf } from './ids.ts'
import { pageFrom, pagingById, stretchOf } from './list-pages.ts'
import type { ApiContext } from './api-env.ts'
import { operation } from './operation.ts'
import { pageOf } from './schemas.ts'
import { forbidden, missing } from './set-up-problems.ts'

const tag = 'Booking pages'
const params = z.strictObject({ booking_page: idOf('page') })

export const listBookingPagesOperation = operation({
  method: 'get',
  path: '/v1/booking-pages',
  id: 'listBookingPages',
  tag,
  summary: 'List the booking pages',
  description: 'Switched-off pages as well, in the order in which they were made.',
  scope: 'booking_pages:read',
  query: z.strictObject(pagingById),
  answer: {
    status: 200,
    schema: pageOf(bookingPageSchema, 'BookingPagePage'),
    description: 'The booking pages.',
  },
  async handle(c, { query }) {
    const found = await browseBookingPages(c.var.deps.context.reader, c.var.scope, stretchOf(query))
    return done({ value: pageFrom(found, query.limit, (page) => page.id, shownBy(c)) })
  },
})

export const readBookingPageOperation = operation({
  method: 'get',
  path: '/v1/booking-pages/{booking_page}',
  id: 'getBookingPage',
  tag,
  summary: 'Look at one booking page',
  scope: 'booking_pages:read',
  params,
  answer: { status: 200, schema: bookingPageSchema, description: 'The booking page.' },
  async handle(c, { params: { booking_page: id } }) {
    const page = await findBookingPage(c.var.deps.context.reader, c.var.scope, readId(id))
    return page ? done({ value: shownBy(c)(page) }) : refuse(missing('path:booking_page'))
  },
})

export const addBookingPageOperation = operation({
  method: 'post',
  path: '/v1/booking-pages',
  id: 'createBookingPage',
  tag,
  summary: 'Add a booking page',
  description: 'Only its title is needed.',
  scope: 'booking_pages:write',
  body: newBookingPageSchema,
  answer: { status: 201, schema: bookingPageSchema, description: 'The new booking page.' },
  problems: ['already_exists'],
  async handle(c, { body }) {
    const refused = forbidden(c, 'page.edit')
    if (refused) return refused
    const read = await readPageInput(c.var.deps.context.db, c.var.scope, body, null)
    if (!read.ok) return read
    const { title, intro, active } = body
    return save(c, null, {
      title,
      intro,
      active,
      slug: '',
      ownerMemberId: c.var.scope.actor.memberId,
      stakeholderIds: [],
      policyId: null,
      eventTypeIds: [],
      ...read.value,
    })
  },
})

export const changeBookingPageOperation = operation({
  method: 'patch',
  path: '/v1/booking-pages/{booking_page}',
  id: 'updateBookingPage',
  tag,
  summary: 'Change a booking page',
  description:
    'Fields that are not sent stay as they are; a list that is sent replaces the whole list. Links of bookings that were made on it keep working.',
  scope: 'booking_pages:write',
  params,
  body: bookingPageChangeSchema,
  answer: { status: 200, schema: bookingPageSchema, description: 'The booking page as it is now.' },
  problems: ['already_exists'],
  async handle(c, { params: { booking_page: shownId }, body }) {
    const refused = forbidden(c, 'page.edit')
    if (refused) return refused
    const { context } = c.var.deps
    const stored = await findBookingPage(context.db, c.var.scope, readId(shownId))
    if (!stored) return refuse(missing('path:booking_page'))
    const read = await readPageInput(context.db, c.var.scope, body, stored)
    if (!read.ok) return read
    const { id, ...kept } = stored
    return save(c, id, { ...kept, slug: kept.slug ?? '', ...read.value })
  },
})

/** Saves under the address that was sent; a page without one gets one made from its title. */
async function save(c: ApiContext, id: string | null, input: PageInput) {
  const { context } = c.var.deps
  const saved = await withSlug(input.slug, slugOf(input.title, 'book'), (slug) =>
    savePage(context, c.var.scope, id, { ...input, slug }),
  )
  if (!saved.ok) return refuse(problemOfPage(saved.refusal))
  return done({ value: shownBy(c)((await findBookingPage(context.db, c.var.scope, saved.value.pageId))!) })
}

function shownBy(c: ApiContext) {
  return (page: StoredPage) => showBookingPage(page, c.var.deps.config.publicUrl)
}
