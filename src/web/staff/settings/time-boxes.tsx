import { controlAttributes } from '#ui/field.tsx'
import type { hoursWords } from '#messages/settings-hours.ts'
import type { SettingsForm } from './settings-form.tsx'

/**
 * Two boxes for one span of a day, such as `d1-2-from` and `d1-2-to`. Their labels are for the ear: the table
 * or the legend around them shows the same words.
 */
export function timeBoxes(form: SettingsForm, words: ReturnType<typeof hoursWords>, prefix: string, day: string, number: number) {
  const from = form.bound(`${prefix}-${number}-from`, words.box(day, number, 'from'))
  const to = form.bound(`${prefix}-${number}-to`, words.box(day, number, 'to'))
  return (
    <span class="row">
      <TimeBox {...from} />
      <span aria-hidden="true">{words.to}</span>
      <TimeBox {...to} />
    </span>
  )
}

function TimeBox(props: ReturnType<SettingsForm['bound']>) {
  return (
    <span class="field" data-error={props.error ? '' : undefined}>
      <label class="visually-hidden" for={props.id}>
        {props.label}
      </label>
      {props.error ? (
        <span class="field-error" id={`${props.id}-error`}>
          {props.error}
        </span>
      ) : null}
      <input {...controlAttributes(props)} type="text" value={props.value} size={8} autocomplete="off" />
    </span>
  )
}
