import { databaseNow } from '#platform/clock.ts'
import type { Context } from '#platform/context.ts'
import type { Reader } from '#platform/db.ts'
import { maskPath } from '#platform/log.ts'
import { NoAnswerInTime } from '#platform/outgoing.ts'
import type { JobData, JobHandler, JobRun } from '#platform/queue.ts'
import { linkToken } from '#domain/access/booking-links.ts'
import { systemScope, type SystemScope } from '#domain/access/scope.ts'
import { loadBooking } from '#domain/bookings/load-booking.ts'
import { disableWebhookEndpoint } from '#domain/notifications/disable-webhook-endpoint.ts'
import { beginAttempt, finishDelivery, keepCopy, noteSetback } from '#domain/notifications/finish-delivery.ts'
import { holdDelivery } from '#domain/notifications/hold-delivery.ts'
import { loadEvent, nextInLine, type EventToSend } from '#domain/notifications/load-event.ts'
import { signingSecrets, type WebhookEndpoint } from '#domain/notifications/webhook-endpoint.ts'
import { findWebhookEndpoint } from '#domain/notifications/webhook-endpoints.ts'
import { HandoverFailed } from '#integrations/channels/channel.ts'
import type { Channels } from '#integrations/channels/index.ts'
import { deliveryDetails } from '#messages/mail.ts'
import { paths } from '../paths.ts'
import { maskToken } from './compose-mail.ts'
import { watchSilentAddresses, type SilentAddresses } from './silent-addresses.ts'
import { pingBody, webhookBody, type WebhookBody } from './webhook-body.ts'

export interface CallWebhookDeps {
  context: Context
  channels: Pick<Channels, 'webhook'>
  publicUrl: string
  /** How long an address that let a call run out of time is left in peace. */
  restMs?: number
}

const REST_MS = 60_000

/** After this the run ends and leaves the rest to the next one: the job's lease is a minute, a call takes 15 s at most. */
const LONGEST_RUN_MS = 35_000

/**
 * Tells one program of one event, at least once and under one id. The events of a booking go to an endpoint in the
 * order of its revisions: those that wait before this one are sent first, and one that fails holds back the later
 * ones of that booking and nothing else. Throwing gives the job back to the queue, which waits longer each time.
 */
export function callWebhookWith(deps: CallWebhookDeps): JobHandler<'call_webhook'> {
  const silent = watchSilentAddresses(deps.restMs ?? REST_MS)
  return async ({ orgId, deliveryId }: JobData['call_webhook'], run) => {
    const scope = systemScope(orgId)
    const event = await loadEvent(deps.context.db, scope, deliveryId)
    if (event?.state === 'sample') return keepSample(deps, scope, event)
    if (event?.state !== 'queued') return
    const isPatient = event.bookingId !== null && !run.isLastAttempt
    if (isPatient && !silent.mayCall(event.endpointId))
      throw new Error('The address let calls run out of time a moment ago.')
    const line = `line ${event.endpointId} ${event.bookingId ?? deliveryId}`
    const held = await holdDelivery(deps.context.db, scope, line, (connection) =>
      workOff({ ...deps, scope, connection, run, silent }, event),
    )
    if (!held) throw new Error('Another worker is telling this program of this booking.')
  }
}

interface Call extends CallWebhookDeps {
  scope: SystemScope
  connection: Reader
  run: JobRun
  silent: SilentAddresses
}

async function workOff(call: Call, own: EventToSend): Promise<void> {
  const { scope, connection } = call
  const begunMs = performance.now()
  let isDone = false
  while (performance.now() - begunMs < LONGEST_RUN_MS) {
    const next = await nextInLine(connection, scope, own)
    // What came later goes along, so that it need not wait for a job that found the line taken.
    const event = next && (await loadEvent(connection, scope, next))
    if (!event) return
    const failure = await tell(call, event, event.deliveryId === own.deliveryId)
    if (failure && isDone) return
    if (failure) throw await heldBack(call, own, event, failure)
    if (event.deliveryId === own.deliveryId) isDone = true
  }
  if (!isDone) throw new Error('The events before this one took all the time.')
}

/** Sends one event. Returns what to try again because of, or null when it is finished, one way or the other. */
async function tell(call: Call, event: EventToSend, isOwn: boolean): Promise<Error | null> {
  const { context, scope, connection, run } = call
  const { deliveryId, endpointId } = event
  const endpoint = await findWebhookEndpoint(connection, scope, endpointId)
  const isPing = event.bookingId === null
  if (!endpoint || !(endpoint.active || isPing)) {
    const detail = endpoint ? deliveryDetails.endpointOff : deliveryDetails.endpointGone
    await finishDelivery(connection, scope, deliveryId, { state: 'no_longer_applies', detail })
    return null
  }
  const { body, token } = await render(call, event, endpoint)
  const shown = (answer: string) => maskPath(maskToken(answer, token))
  try {
    await beginAttempt(connection, scope, deliveryId, {
      copy: copyOf(body, token),
      messageId: body.id,
      to: endpoint.url,
    })
    const timestamp = await databaseNow(connection)
    const secrets = signingSecrets(context.secret, scope.orgId, endpoint, timestamp)
    const message = { url: endpoint.url, id: body.id, timestamp, secrets, body: JSON.stringify(body) }
    const { answer } = await call.channels.webhook.send(message, run.signal)
    call.silent.answered(endpointId)
    await finishDelivery(connection, scope, deliveryId, { state: 'sent', detail: shown(answer) })
    return null
  } catch (error) {
    const cause = (error as Error).cause
    if (cause instanceof NoAnswerInTime) call.silent.fellSilent(endpointId)
    else if (error instanceof HandoverFailed) call.silent.answered(endpointId)
    const answer = shown((error as Error).message)
    const isGone = error instanceof HandoverFailed && error.permanent
    const isOver = isOwn && run.isLastAttempt
    if (!isGone && !isOver && !isPing) {
      await noteSetback(connection, scope, deliveryId, deliveryDetails.trying(answer))
      return error as Error
    }
    const detail = isGone
      ? deliveryDetails.refused(answer)
      : deliveryDetails.gaveUp(event.attempts + 1, answer)
    await finishDelivery(connection, scope, deliveryId, { state: 'failed', detail })
    // A ping is tried once; what it says of the endpoint is for whoever sent it.
    if (!isPing) await disableWebhookEndpoint(context, scope, endpointId, isGone ? 'gone' : 'gave_up')
    return null
  }
}

/** An event before this one failed. When this was the last attempt, the endpoint took nothing for all that time. */
async function heldBack(call: Call, own: EventToSend, failed: EventToSend, failure: Error): Promise<Error> {
  const { context, scope, connection, run } = call
  if (run.isLastAttempt && failed.deliveryId !== own.deliveryId) {
    const detail = deliveryDetails.heldBack
    await finishDelivery(connection, scope, own.deliveryId, { state: 'failed', detail })
    await disableWebhookEndpoint(context, scope, own.endpointId, 'gave_up')
  }
  return failure
}

/** What an endpoint is told of a sample world is written, so that it can be read, and goes nowhere. */
async function keepSample(deps: CallWebhookDeps, scope: SystemScope, event: EventToSend): Promise<void> {
  const { db } = deps.context
  const endpoint = await findWebhookEndpoint(db, scope, event.endpointId)
  if (!endpoint) return
  const { body, token } = await render({ ...deps, scope, connection: db }, event, endpoint)
  await keepCopy(db, scope, event.deliveryId, copyOf(body, token))
}

async function render(
  { context, publicUrl, scope, connection }: Pick<Call, 'context' | 'publicUrl' | 'scope' | 'connection'>,
  event: EventToSend,
  endpoint: WebhookEndpoint,
): Promise<{ body: WebhookBody; token: string | null }> {
  if (event.bookingId === null) return { body: pingBody(event), token: null }
  const booking = (await loadBooking(connection, scope, event.bookingId))!
  if (!endpoint.withLinks) return { body: webhookBody(event, booking), token: null }
  const link = booking.linkGenerations.find(({ audience }) => audience === 'customer')
  const token = link ? linkToken(context.secret, scope.orgId, booking.id, 'customer', link.generation) : null
  return {
    body: webhookBody(event, booking, token && `${publicUrl}${paths.manage(token)}`),
    token,
  }
}

// People read it with its lines; the program gets it without.
function copyOf(body: WebhookBody, token: string | null) {
  const text = maskToken(JSON.stringify(body, null, 2), token)
  return { subject: body.type, text, html: null, calendar: null }
}
