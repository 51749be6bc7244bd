import { calledName } from '#messages/manage.ts'
import { staffAskWords } from '#messages/staff-asks.ts'
import type { Locale } from '#messages/locale.ts'
import { StatusChip } from '#ui/status-chip.tsx'
import type { TimeState } from './ask-times.ts'

/** "free", or who stands in the way, as a word with a shape. */
export function TimeStateChip({ state, locale }: { state: TimeState; locale: Locale }) {
  return (
    <StatusChip
      kind={state.kind === 'free' ? 'kept' : state.kind === 'outside' ? 'needs_you' : 'canceled'}
      label={timeStateWord(state, locale)}
    />
  )
}

export function timeStateWord(state: TimeState, locale: Locale): string {
  const words = staffAskWords(locale)
  switch (state.kind) {
    case 'free':
      return words.free
    case 'past':
      return words.past
    case 'outside':
      return words.outside
    case 'taken':
      return state.names.length > 0 ? words.busy(state.names.map(calledName)) : words.taken
  }
}
