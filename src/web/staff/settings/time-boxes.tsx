import type { hoursWords } from '#messages/settings-hours.ts'
import type { SettingsForm } from './settings-form.tsx'
import { SmallBox } from './small-box.tsx'

/**
 * Two boxes for one span of a day, such as `d1-2-from` and `d1-2-to`. Their labels are for the ear: the table
 * or the legend around them shows the same words.
 */
export function timeBoxes(
  form: SettingsForm,
  words: ReturnType<typeof hoursWords>,
  prefix: string,
  day: string,
  number: number,
) {
  const from = form.bound(`${prefix}-${number}-from`, words.box(day, number, 'from'))
  const to = form.bound(`${prefix}-${number}-to`, words.box(day, number, 'to'))
  return (
    <span class="row">
      <SmallBox {...from} />
      <span aria-hidden="true">{words.to}</span>
      <SmallBox {...to} />
    </span>
  )
}
