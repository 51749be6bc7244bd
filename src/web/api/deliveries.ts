import { z } from '@hono/zod-openapi'
import { done, refuse, type Outcome } from '#platform/context.ts'
import { spellReference } from '#platform/ids.ts'
import { loadBooking } from '#domain/bookings/load-booking.ts'
import { mayAct } from '#domain/bookings/may-act.ts'
import type { MessageChannel } from '#domain/notifications/message.ts'
import {
  deliveriesSeen,
  DELIVERY_STATES,
  loadDeliveryForOutbox,
  type DeliveryDetail,
  type DeliveryRow,
} from '#domain/notifications/queries.ts'
import { resendDelivery, type ResendRefusal } from '#domain/notifications/resend-delivery.ts'
import { wasWebhookEndpoint } from '#domain/notifications/webhook-endpoints.ts'
import { someOf } from './comma-lists.ts'
import { idOf } from './ids.ts'
import { readId, showId, showIdOrNull } from '#platform/public-ids.ts'
import { pageFrom, pagingById, stretchOf } from './list-pages.ts'
import type { ApiContext } from './api-env.ts'
import { operation } from './operation.ts'
import type { Problem } from './problems.ts'
import { instant, pageOf } from './schemas.ts'

const tag = 'Deliveries'
const params = z.strictObject({ delivery: idOf('delivery') })

const CHANNELS = Object.keys({ email: true, in_app: true, webhook: true } satisfies Record<
  MessageChannel,
  true
>) as [MessageChannel, ...MessageChannel[]]

const deliverySchema = z
  .strictObject({
    id: idOf('delivery'),
    kind: z.string().openapi({ example: 'booking_rescheduled' }),
    channel: z.enum(CHANNELS),
    audience: z.string().openapi({ example: 'primary_host' }),
    recipient_name: z.string(),
    to: z.string().openapi({ description: 'An address; empty for messages in the app.' }),
    cc: z.array(z.string()),
    state: z.enum(DELIVERY_STATES),
    state_detail: z
      .string()
      .openapi({ description: 'What the other side answered, or a sentence on the state.' }),
    attempts: z.number().int(),
    created_at: instant,
    finished_at: instant.nullable(),
    subject: z.string().nullable().openapi({
      description:
        'Of a webhook the event, such as `booking.canceled`. Of all others null until the message was rendered.',
    }),
    webhook_endpoint: idOf('webhook').nullable().openapi({
      description: 'The endpoint that a webhook goes to, also after it was removed; null on other channels.',
    }),
    booking: idOf('booking').nullable(),
    reference: z.string().nullable(),
  })
  .openapi('Delivery')

const deliveryDetailSchema = z
  .strictObject({
    ...deliverySchema.shape,
    message_id: z.string(),
    body_text: z.string().nullable().openapi({
      description:
        'As it was rendered last; the secret part of links is masked. The JSON of a webhook is laid out for people: signatures are over the bytes as they were sent, never over this text.',
    }),
    body_html: z.string().nullable(),
    calendar_file: z.string().nullable(),
  })
  .openapi('DeliveryDetail')

const states = someOf(DELIVERY_STATES, 'queued,failed')

export const listDeliveriesOperation = operation({
  method: 'get',
  path: '/v1/deliveries',
  id: 'listDeliveries',
  tag,
  summary: 'List messages',
  description: 'Every message to everybody on every channel, newest first.',
  scope: 'deliveries:read',
  query: z.strictObject({
    state: states.optional(),
    channel: z.enum(CHANNELS).optional(),
    booking: idOf('booking').optional(),
    webhook_endpoint: idOf('webhook').optional(),
    ...pagingById,
  }),
  answer: { status: 200, schema: pageOf(deliverySchema, 'DeliveryPage'), description: 'Messages.' },
  async handle(c, { query }) {
    const { reader } = c.var.deps.context
    const bookingId = query.booking === undefined ? undefined : readId(query.booking)
    if (bookingId !== undefined) {
      const booking = await loadBooking(reader, c.var.scope, bookingId)
      if (!booking || !mayAct(c.var.scope, booking, 'view'))
        return refuse({ code: 'not_found', field: 'query:booking' })
    }
    const endpointId = query.webhook_endpoint === undefined ? undefined : readId(query.webhook_endpoint)
    if (endpointId !== undefined && !(await wasWebhookEndpoint(reader, c.var.scope, endpointId)))
      return refuse({ code: 'not_found', field: 'query:webhook_endpoint' })
    const found = await deliveriesSeen(reader, c.var.scope, {
      ...stretchOf(query),
      ...(query.state === undefined ? {} : { states: query.state }),
      ...(query.channel === undefined ? {} : { channel: query.channel }),
      ...(bookingId === undefined ? {} : { bookingId }),
      ...(endpointId === undefined ? {} : { endpointId }),
    })
    if (!found.ok) return refuse({ code: 'not_permitted' })
    return done({ value: pageFrom(found.value, query.limit, (delivery) => delivery.id, showDelivery) })
  },
})

export const readDeliveryOperation = operation({
  method: 'get',
  path: '/v1/deliveries/{delivery}',
  id: 'getDelivery',
  tag,
  summary: 'Look at one message',
  scope: 'deliveries:read',
  params,
  answer: { status: 200, schema: deliveryDetailSchema, description: 'The message as it was rendered.' },
  async handle(c, { params: { delivery: id } }) {
    const found = await findDelivery(c, readId(id))
    return found.ok ? done({ value: showDetail(found.value) }) : found
  },
})

export const resendOperation = operation({
  method: 'post',
  path: '/v1/deliveries/{delivery}/resends',
  id: 'createResend',
  tag,
  summary: 'Send a message again',
  description: 'It is rendered from the booking as it is now and goes to the same address.',
  scope: 'deliveries:write',
  idempotent: true,
  params,
  answer: { status: 201, schema: deliveryDetailSchema, description: 'The message, which waits again.' },
  problems: ['cannot_be_resent'],
  async handle(c, { params: { delivery: id } }) {
    const outcome = await resendDelivery(c.var.deps.context, c.var.scope, readId(id))
    if (!outcome.ok) return refuse(problemOf(outcome.refusal))
    const found = await findDelivery(c, outcome.value.deliveryId)
    return found.ok ? done({ value: showDetail(found.value) }) : found
  },
})

async function findDelivery(c: ApiContext, id: string): Promise<Outcome<DeliveryDetail, Problem>> {
  const found = await loadDeliveryForOutbox(c.var.deps.context.db, c.var.scope, id)
  return found.ok ? found : refuse(problemOf(found.refusal))
}

function problemOf({ code }: ResendRefusal): Problem {
  if (code === 'not_permitted') return { code }
  if (code === 'unknown_delivery') return { code: 'not_found', field: 'path:delivery' }
  return { code: 'cannot_be_resent', more: { why: code } }
}

function showDetail(delivery: DeliveryDetail): z.input<typeof deliveryDetailSchema> {
  return {
    ...showDelivery(delivery),
    message_id: delivery.messageId,
    body_text: delivery.bodyText,
    body_html: delivery.bodyHtml,
    calendar_file: delivery.calendarFile,
  }
}

function showDelivery(delivery: DeliveryRow): z.input<typeof deliverySchema> {
  return {
    id: showId('delivery', delivery.id),
    kind: delivery.kind,
    channel: delivery.channel,
    audience: delivery.audience,
    recipient_name: delivery.recipientName,
    to: delivery.to,
    cc: delivery.cc,
    state: delivery.state,
    state_detail: delivery.stateDetail,
    attempts: delivery.attempts,
    created_at: delivery.createdAt.toString(),
    finished_at: delivery.finishedAt?.toString() ?? null,
    subject: delivery.subject,
    webhook_endpoint: showIdOrNull('webhook', delivery.endpointId),
    booking: showIdOrNull('booking', delivery.bookingId),
    reference: delivery.reference === null ? null : spellReference(delivery.reference),
  }
}
