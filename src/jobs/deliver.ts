import type { Context } from '#platform/context.ts'
import type { Reader } from '#platform/db.ts'
import { maskPath } from '#platform/log.ts'
import type { JobData, JobHandler, JobRun } from '#platform/queue.ts'
import { systemScope, type SystemScope } from '#domain/access/scope.ts'
import { loadBooking } from '#domain/bookings/load-booking.ts'
import { dropUntoldCancellation } from '#domain/notifications/drop-untold-cancellation.ts'
import { beginAttempt, finishDelivery, keepCopy, noteSetback } from '#domain/notifications/finish-delivery.ts'
import { holdDelivery } from '#domain/notifications/hold-delivery.ts'
import { loadDelivery, type MailToDeliver } from '#domain/notifications/load-delivery.ts'
import { HandoverFailed } from '#integrations/channels/channel.ts'
import type { Channels } from '#integrations/channels/index.ts'
import { askDeliveryDetails } from '#messages/mail-ask-terms.ts'
import { deliveryDetails } from '#messages/mail.ts'
import { webhookMailWords } from '#messages/settings-webhooks.ts'
import { resetMailWords } from '#messages/staff-sign-in.ts'
import { waitlistMail } from '#messages/waitlist.ts'
import { composeMail, maskToken, type ComposedMail } from './compose-mail.ts'
import { loadMailSource, tokenOf } from './load-source.ts'
import { mailPapers } from './mail-papers.ts'
import { composeMoneyMail, isMoneyMail } from './money-mail.ts'
import { composeResetMail } from './reset-mail.ts'
import { composeWaitlistMail, isWaitlistMail } from './waitlist-mail.ts'
import { composeWebhookDisabledMail } from './webhook-disabled-mail.ts'

export interface DeliverDeps {
  context: Context
  channels: Channels
  publicUrl: string
  /** The bare address mails come from. */
  sender: string
}

/**
 * Sends one mail: loads the fact and the booking as it is now, renders, hands over, and says what became of it.
 * At least once: what is not known to have been taken is tried again under the same Message-ID. Throwing gives
 * the job back to the queue, which waits longer each time.
 */
export function deliverWith(deps: DeliverDeps): JobHandler<'deliver'> {
  return async (data: JobData['deliver'], run) => {
    const scope = systemScope(data.orgId)
    const held = await holdDelivery(deps.context.db, scope, data.deliveryId, (connection) =>
      deliver(deps, scope, connection, data.deliveryId, run),
    )
    if (!held) throw new Error('Another worker is sending this delivery.')
  }
}

async function deliver(
  deps: DeliverDeps,
  scope: SystemScope,
  connection: Reader,
  deliveryId: string,
  run: JobRun,
): Promise<void> {
  const delivery = await loadDelivery(connection, scope, deliveryId)
  // Finished already: a second job for the same delivery has nothing to do.
  if (!delivery || (delivery.state !== 'queued' && delivery.state !== 'sample')) return
  const finish = (state: 'sent' | 'not_sent' | 'failed' | 'no_longer_applies', detail: string) =>
    finishDelivery(connection, scope, deliveryId, { state, detail })
  const token = tokenOf(deps.context.secret, delivery)
  // A server that refuses a mail may quote its links.
  const shown = (answer: string) =>
    maskPath(maskToken(answer, token)).replaceAll(/\bagain=[\w.-]+/g, 'again=')
  try {
    const mail = await compose(deps, scope, connection, delivery, token)
    if (mail === null) return await finish('no_longer_applies', whyOvertaken(delivery))
    if (delivery.state === 'sample') return await keepCopy(connection, scope, deliveryId, mail.copy)
    if (deps.channels.email === null) {
      await keepCopy(connection, scope, deliveryId, mail.copy)
      return await finish('not_sent', deliveryDetails.noMailServer)
    }
    await beginAttempt(connection, scope, deliveryId, { copy: mail.copy, messageId: mail.message.messageId })
    const { answer, refused } = await deps.channels.email.send(mail.message, run.signal)
    await finish('sent', shown(refused.length > 0 ? deliveryDetails.partly(refused) : answer))
  } catch (error) {
    const answer = shown((error as Error).message)
    if (error instanceof HandoverFailed && error.permanent)
      return await finish('failed', deliveryDetails.refused(answer))
    if (run.isLastAttempt) await finish('failed', deliveryDetails.gaveUp(delivery.attempts + 1, answer))
    else await noteSetback(connection, scope, deliveryId, deliveryDetails.trying(answer))
    throw error
  }
}

async function compose(
  deps: DeliverDeps,
  scope: SystemScope,
  connection: Reader,
  delivery: MailToDeliver,
  token: string | null,
): Promise<ComposedMail | null> {
  if (delivery.kind === 'password_reset') {
    return composeResetMail(connection, scope, delivery, {
      secret: deps.context.secret,
      publicUrl: deps.publicUrl,
      sender: deps.sender,
    })
  }
  if (delivery.kind === 'webhook_disabled') {
    const { publicUrl, sender } = deps
    return composeWebhookDisabledMail(connection, scope, delivery, { publicUrl, sender })
  }
  if (isWaitlistMail(delivery)) {
    const { publicUrl, sender } = deps
    return composeWaitlistMail(connection, scope, delivery, {
      secret: deps.context.secret,
      publicUrl,
      sender,
    })
  }
  const booking = delivery.bookingId ? await loadBooking(connection, scope, delivery.bookingId) : null
  if (booking && isMoneyMail(delivery)) {
    const { publicUrl, sender } = deps
    return composeMoneyMail(delivery, booking, { publicUrl, sender, token })
  }
  if (await dropUntoldCancellation(connection, scope, delivery, deliveryDetails.notCanceled)) return null
  const from = { secret: deps.context.secret, publicUrl: deps.publicUrl }
  const source = booking && (await loadMailSource(connection, scope, { delivery, booking }, from))
  if (!source) return null
  const mail = composeMail(source, deps.sender)
  const papers = await mailPapers(connection, scope, source)
  return { ...mail, message: { ...mail.message, papers } }
}

function whyOvertaken({ kind, bookingId, undone }: MailToDeliver): string {
  if (kind === 'password_reset') return resetMailWords('en-GB').over
  if (kind === 'webhook_disabled') return webhookMailWords('en-GB').over
  if (kind === 'waitlist_joined' || kind === 'waitlist_offered') return waitlistMail('en-GB').over
  if (bookingId === null) return deliveryDetails.bookingGone
  if (undone && undone.attempts === 0) return askDeliveryDetails.neverCanceled
  return OVERTAKEN[kind] ?? deliveryDetails.allCanceled
}

const OVERTAKEN: Partial<Record<MailToDeliver['kind'], string>> = {
  booking_canceled: deliveryDetails.notCanceled,
  booking_requested: askDeliveryDetails.settled,
  ask_made: askDeliveryDetails.settled,
  ask_answered: askDeliveryDetails.usedUp,
  ask_expired: askDeliveryDetails.changedSince,
  new_time_asked: askDeliveryDetails.changedSince,
}
