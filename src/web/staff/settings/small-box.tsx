import { controlAttributes } from '#ui/field.tsx'
import type { SettingsForm } from './settings-form.tsx'

/** A narrow text box in the cell of a table. Its label is for the ear: the table around it shows the same words. */
export function SmallBox(props: ReturnType<SettingsForm['bound']>) {
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
