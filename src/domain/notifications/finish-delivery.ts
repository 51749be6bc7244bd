import { now } from '#platform/clock.ts'
import type { Reader } from '#platform/db.ts'
import type { SystemScope } from '#domain/access/scope.ts'
import type { DeliveryState } from './queries.ts'

/** A message as people may read it later: the secret part of its links is masked. */
export interface RenderedCopy {
  subject: string
  text: string
  /** Null when the message is text alone. */
  html: string | null
  /** Null when the message has no calendar file. */
  calendar: string | null
}

const LONGEST_DETAIL = 500

/** Keeps what was rendered, whatever becomes of it. */
export async function keepCopy(
  db: Reader,
  scope: SystemScope,
  deliveryId: string,
  copy: RenderedCopy,
): Promise<void> {
  await db
    .updateTable('deliveries')
    .set(columns(copy))
    .where('org_id', '=', scope.orgId)
    .where('id', '=', deliveryId)
    .execute()
}

/**
 * Counts one attempt before it is made, so that an attempt whose worker dies counts too. `to` is where it goes when
 * that is decided only now.
 */
export async function beginAttempt(
  db: Reader,
  scope: SystemScope,
  deliveryId: string,
  attempt: { copy: RenderedCopy; messageId: string; to?: string },
): Promise<void> {
  await db
    .updateTable('deliveries')
    .set((eb) => ({
      ...columns(attempt.copy),
      message_id: attempt.messageId,
      ...(attempt.to === undefined ? {} : { to_address: attempt.to }),
      attempts: eb('attempts', '+', 1),
    }))
    .where('org_id', '=', scope.orgId)
    .where('id', '=', deliveryId)
    .execute()
}

/** Says what became of a queued delivery. One that is finished already keeps its state. */
export async function finishDelivery(
  db: Reader,
  scope: SystemScope,
  deliveryId: string,
  end: { state: Exclude<DeliveryState, 'queued' | 'sample' | 'delivered'>; detail: string },
): Promise<void> {
  await db
    .updateTable('deliveries')
    .set({
      state: end.state,
      state_detail: end.detail.slice(0, LONGEST_DETAIL),
      finished_at: await now(db, scope.orgId),
    })
    .where('org_id', '=', scope.orgId)
    .where('id', '=', deliveryId)
    .where('state', '=', 'queued')
    .execute()
}

/** Says why the last attempt did not succeed; the delivery stays in the queue. */
export async function noteSetback(
  db: Reader,
  scope: SystemScope,
  deliveryId: string,
  detail: string,
): Promise<void> {
  await db
    .updateTable('deliveries')
    .set({ state_detail: detail.slice(0, LONGEST_DETAIL) })
    .where('org_id', '=', scope.orgId)
    .where('id', '=', deliveryId)
    .where('state', '=', 'queued')
    .execute()
}

function columns(copy: RenderedCopy) {
  return { subject: copy.subject, body_text: copy.text, body_html: copy.html, calendar_file: copy.calendar }
}
