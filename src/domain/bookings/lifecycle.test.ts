import { expect, test } from 'vitest'
import type { ActorKind } from '#domain/facts/fact.ts'
import type { SessionState } from '#domain/policies/evaluate.ts'
import { transition, TRANSITIONS, type SessionAction } from './lifecycle.ts'

const START = Temporal.Instant.from('2026-12-03T14:30:00Z')
const END = Temporal.Instant.from('2026-12-03T15:00:00Z')
const EARLY = START.subtract({ hours: 1 })
const DURING = START.add({ minutes: 10 })
const LATE = END.add({ hours: 1 })

const go = (action: SessionAction, actor: ActorKind, state: SessionState, now = EARLY) => {
  const result = transition(action, actor, { state, startsAt: START, endsAt: END }, now)
  return result.ok ? result.to : result.refusal.code
}

test.each<[SessionAction, ActorKind, SessionState, Temporal.Instant, string]>([
  // A customer cancels what is open and nothing else; what has happened is the business's.
  ['cancel', 'customer', 'scheduled', EARLY, 'canceled'],
  ['cancel', 'customer', 'requested', EARLY, 'canceled'],
  ['cancel', 'customer', 'canceled', EARLY, 'not_from_this_state'],
  ['cancel', 'customer', 'completed', LATE, 'not_from_this_state'],
  ['cancel', 'customer', 'no_show', LATE, 'not_from_this_state'],
  ['cancel', 'guest', 'scheduled', EARLY, 'not_yours'],
  // Team members may cancel what took place (oncehub R66), but not twice.
  ['cancel', 'member', 'scheduled', EARLY, 'canceled'],
  ['cancel', 'member', 'completed', LATE, 'canceled'],
  ['cancel', 'member', 'no_show', LATE, 'canceled'],
  ['cancel', 'member', 'canceled', LATE, 'not_from_this_state'],
  ['reschedule', 'customer', 'scheduled', EARLY, 'scheduled'],
  ['reschedule', 'customer', 'canceled', EARLY, 'not_from_this_state'],
  ['reschedule', 'member', 'completed', LATE, 'not_from_this_state'],
  // Keep is a customer's word before the start.
  ['keep', 'customer', 'scheduled', EARLY, 'scheduled'],
  ['keep', 'customer', 'scheduled', START, 'already_started'],
  ['keep', 'customer', 'canceled', EARLY, 'not_from_this_state'],
  ['keep', 'member', 'scheduled', EARLY, 'not_yours'],
  // The system completes at the end, not before (oncehub R101).
  ['complete', 'system', 'scheduled', DURING, 'too_early'],
  ['complete', 'system', 'scheduled', END, 'completed'],
  ['complete', 'system', 'canceled', LATE, 'not_from_this_state'],
  ['complete', 'customer', 'scheduled', LATE, 'not_yours'],
  // No-show from scheduled or completed once the start has passed, and back (domain.md §4).
  ['no_show', 'member', 'scheduled', EARLY, 'too_early'],
  ['no_show', 'member', 'scheduled', START, 'no_show'],
  ['no_show', 'member', 'completed', LATE, 'no_show'],
  ['no_show', 'customer', 'completed', LATE, 'not_yours'],
  ['revert_no_show', 'member', 'no_show', LATE, 'completed'],
  ['revert_no_show', 'member', 'completed', LATE, 'not_from_this_state'],
  // Only the team says that it could not be done, on arrival or later (octopus O76, O77, T12), and takes it back.
  ['fail', 'member', 'scheduled', EARLY, 'failed'],
  ['fail', 'member', 'in_progress', DURING, 'failed'],
  ['fail', 'member', 'awaiting_update', LATE, 'failed'],
  ['fail', 'member', 'requested', EARLY, 'not_from_this_state'],
  ['fail', 'member', 'completed', LATE, 'not_from_this_state'],
  ['fail', 'member', 'no_show', LATE, 'not_from_this_state'],
  ['fail', 'customer', 'scheduled', LATE, 'not_yours'],
  ['fail', 'system', 'scheduled', LATE, 'not_yours'],
  ['revert_failed', 'member', 'failed', LATE, 'completed'],
  ['revert_failed', 'member', 'no_show', LATE, 'not_from_this_state'],
  ['revert_failed', 'customer', 'failed', LATE, 'not_yours'],
])('%s by a %s from %s at %s leads to %s', (action, actor, state, now, expected) => {
  expect(go(action, actor, state, now)).toBe(expected)
})

test('no action leads out of a state that the map does not name', () => {
  const states: SessionState[] = [
    'held',
    'requested',
    'scheduled',
    'in_progress',
    'awaiting_update',
    'completed',
    'canceled',
    'no_show',
    'failed',
  ]
  const actors: ActorKind[] = ['customer', 'guest', 'member', 'system', 'calendar', 'api_key']
  for (const [action, { from }] of Object.entries(TRANSITIONS) as [
    SessionAction,
    (typeof TRANSITIONS)[SessionAction],
  ][]) {
    for (const actor of actors) {
      for (const state of states) {
        const named = from[actor]?.includes(state) ?? false
        const possible = [EARLY, DURING, LATE].some(
          (now) => transition(action, actor, { state, startsAt: START, endsAt: END }, now).ok,
        )
        expect(possible, `${action} ${actor} ${state}`).toBe(named)
      }
    }
  }
})
