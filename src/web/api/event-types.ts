import { z } from '@hono/zod-openapi'
import { done, refuse } from '#platform/context.ts'
import type { Reader } from '#platform/db.ts'
import { readId } from '#platform/public-ids.ts'
import type { MemberScope } from '#domain/access/scope.ts'
import {
  browseEventTypes,
  findEventType,
  type StoredEventType,
} from '#domain/event-types/browse-event-types.ts'
import { saveEventType, type EventTypeInput } from '#domain/event-types/save-event-type.ts'
import { loadSettings } from '#domain/organizations/settings.ts'
import { findOwners } from '#domain/team/find-owner.ts'
import { slugOf, withSlug } from '../staff/settings/typed-slug.ts'
import { problemOfEventType, readEventTypeInput } from './event-type-input.ts'
import {
  eventTypeChangeSchema,
  eventTypeSchema,
  newEventTypeSchema,
  showEventType,
} from './event-type-schema.ts'
import { idOf } from './ids.ts'
import { pageFrom, pagingById, stretchOf } from './list-pages.ts'
import type { ApiContext } from './api-env.ts'
import { operation } from './operation.ts'
import { pageOf } from './schemas.ts'
import { forbidden, missing, wrong } from './set-up-problems.ts'

const tag = 'Event types'
const params = z.strictObject({ event_type: idOf('eventType') })

export const listEventTypesOperation = operation({
  method: 'get',
  path: '/v1/event-types',
  id: 'listEventTypes',
  tag,
  summary: 'List what can be booked',
  description: 'Switched-off event types as well, in the order in which they were made.',
  scope: 'event_types:read',
  query: z.strictObject(pagingById),
  answer: {
    status: 200,
    schema: pageOf(eventTypeSchema, 'EventTypePage'),
    description: 'The event types.',
  },
  async handle(c, { query }) {
    const { reader } = c.var.deps.context
    const found = await browseEventTypes(reader, c.var.scope, stretchOf(query))
    const owners = await ownersIn(reader, c.var.scope, found)
    return done({
      value: pageFrom(
        found,
        query.limit,
        (eventType) => eventType.id,
        (eventType) => showEventType(eventType, owners),
      ),
    })
  },
})

export const readEventTypeOperation = operation({
  method: 'get',
  path: '/v1/event-types/{event_type}',
  id: 'getEventType',
  tag,
  summary: 'Look at one event type',
  scope: 'event_types:read',
  params,
  answer: { status: 200, schema: eventTypeSchema, description: 'The event type.' },
  async handle(c, { params: { event_type: id } }) {
    const { reader } = c.var.deps.context
    const stored = await findEventType(reader, c.var.scope, readId(id))
    return stored ? eventTypeAnswer(reader, c.var.scope, stored) : refuse(missing('path:event_type'))
  },
})

export const addEventTypeOperation = operation({
  method: 'post',
  path: '/v1/event-types',
  id: 'createEventType',
  tag,
  summary: 'Add an event type',
  description:
    'Only its name, host rule and seats are needed. It can be booked once a booking page offers it and its candidates have hours.',
  scope: 'event_types:write',
  body: newEventTypeSchema,
  answer: { status: 201, schema: eventTypeSchema, description: 'The new event type.' },
  problems: ['already_exists'],
  async handle(c, { body }) {
    const refused = forbidden(c, 'event_type.edit')
    if (refused) return refused
    const { context } = c.var.deps
    if (!(await isOwnCurrency(c, body.price))) return refuse(wrong('/price/currency', 'other_currency'))
    const read = await readEventTypeInput(context.db, c.var.scope, body, NOTHING_YET, null)
    if (!read.ok) return read
    return save(c, null, read.value, body.slug ?? '')
  },
})

export const changeEventTypeOperation = operation({
  method: 'patch',
  path: '/v1/event-types/{event_type}',
  id: 'updateEventType',
  tag,
  summary: 'Change an event type',
  description:
    'Fields that are not sent stay as they are; a list that is sent replaces the whole list. Bookings that were made keep what they agreed to.',
  scope: 'event_types:write',
  params,
  body: eventTypeChangeSchema,
  answer: { status: 200, schema: eventTypeSchema, description: 'The event type as it is now.' },
  problems: ['already_exists'],
  async handle(c, { params: { event_type: shownId }, body }) {
    const refused = forbidden(c, 'event_type.edit')
    if (refused) return refused
    const { context } = c.var.deps
    const stored = await findEventType(context.db, c.var.scope, readId(shownId))
    if (!stored) return refuse(missing('path:event_type'))
    if (!(await isOwnCurrency(c, body.price))) return refuse(wrong('/price/currency', 'other_currency'))
    const read = await readEventTypeInput(context.db, c.var.scope, body, stored.input, stored)
    return read.ok ? save(c, stored.id, read.value, read.value.slug) : read
  },
})

/** What fields that are not sent begin with; the schema has given all others a value. */
const NOTHING_YET = { priceMinor: 0n, slug: '' } as EventTypeInput

/** Saves under the address that was sent; a new event type without one gets one made from its name. */
async function save(c: ApiContext, id: string | null, input: EventTypeInput, slug: string) {
  const { context } = c.var.deps
  const saved = await withSlug(slug, slugOf(input.name, 'event'), (found) =>
    saveEventType(context, c.var.scope, id, { ...input, slug: found }),
  )
  if (!saved.ok) return refuse(problemOfEventType(saved.refusal))
  const stored = (await findEventType(context.db, c.var.scope, saved.value.eventTypeId))!
  return eventTypeAnswer(context.db, c.var.scope, stored)
}

async function eventTypeAnswer(db: Reader, scope: MemberScope, stored: StoredEventType) {
  return done({ value: showEventType(stored, await ownersIn(db, scope, [stored])) })
}

function ownersIn(db: Reader, scope: MemberScope, eventTypes: readonly StoredEventType[]) {
  const seats = eventTypes.flatMap((eventType) => eventType.input.seats)
  return findOwners(
    db,
    scope,
    seats.flatMap((seat) => seat.candidates),
  )
}

async function isOwnCurrency(c: ApiContext, price: { currency: string } | undefined): Promise<boolean> {
  if (!price) return true
  const { currency } = await loadSettings(c.var.deps.context.db, c.var.scope)
  return price.currency === currency
}
