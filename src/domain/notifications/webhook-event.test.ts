import { expect, test } from 'vitest'
import type { ChangePayload } from '#domain/facts/fact.ts'
import { webhookEvent } from './webhook-event.ts'

const canceled = (count: number) =>
  ({
    kind: 'booking.canceled',
    payload: { canceled: Array.from({ length: count }, () => ({})), rescheduled: [] },
  }) as unknown as { kind: 'booking.canceled'; payload: ChangePayload }

// Seen to fail when the number of sessions was not compared.
test('a change that leaves no session open is told as one of the booking, else as one of its sessions', () => {
  expect(webhookEvent(canceled(1), 0)).toBe('booking.canceled')
  expect(webhookEvent(canceled(1), 1)).toBe('booking.canceled')
  expect(webhookEvent(canceled(3), 3)).toBe('booking.canceled')
  expect(webhookEvent(canceled(2), 3)).toBe('booking.session.canceled')
  const moved = { kind: 'booking.rescheduled', payload: { canceled: [], rescheduled: [{}] } } as never
  expect(webhookEvent(moved, 2)).toBe('booking.session.rescheduled')
})

test('what concerns the business alone is no event', () => {
  expect(webhookEvent({ kind: 'policy.versioned', payload: { policy: 'p', version: 2 } }, 0)).toBeNull()
  expect(webhookEvent({ kind: 'link.sent_again', payload: {} }, 1)).toBeNull()
})
