import type { Child } from 'hono/jsx'
import { describedBy, Notes } from './field.tsx'

export type ChoiceOption = {
  value: string
  label: string
  hint?: string | undefined
  checked?: boolean | undefined
  disabled?: boolean | undefined
  /** Shown under the option, such as a text box for "Something else". */
  more?: Child
}

export type ChoiceGroupProps = {
  /** The first option gets this id, so that an error summary can lead to it. */
  id: string
  name: string
  legend: string
  legendHidden?: boolean | undefined
  mark?: string | undefined
  hint?: string | undefined
  error?: string | undefined
  options: readonly ChoiceOption[]
  /** Side by side where there is room. */
  inline?: boolean | undefined
}

export function RadioGroup(props: ChoiceGroupProps) {
  return <ChoiceGroup {...props} type="radio" />
}

export function CheckboxGroup(props: ChoiceGroupProps) {
  return <ChoiceGroup {...props} type="checkbox" />
}

export type CheckboxProps = {
  id: string
  name: string
  /** What is sent when ticked; "on" unless told. */
  value?: string | undefined
  label: string
  hint?: string | undefined
  error?: string | undefined
  checked?: boolean | undefined
  required?: boolean | undefined
}

/** One box that stands alone: an agreement, a switch. */
export function Checkbox(props: CheckboxProps) {
  return (
    <div class="field choice-field" data-error={props.error ? '' : undefined}>
      {props.error ? (
        <p class="field-error" id={`${props.id}-error`}>
          {props.error}
        </p>
      ) : null}
      <span class="choice">
        <input
          type="checkbox"
          id={props.id}
          name={props.name}
          value={props.value}
          checked={props.checked || undefined}
          aria-required={props.required ? 'true' : undefined}
          aria-invalid={props.error ? 'true' : undefined}
          aria-describedby={describedBy(props)}
        />
        <label for={props.id}>{props.label}</label>
        {props.hint ? (
          <span class="choice-hint" id={`${props.id}-hint`}>
            {props.hint}
          </span>
        ) : null}
      </span>
    </div>
  )
}

/** Several fields that belong together under one legend. */
export function Fieldset(props: {
  id: string
  legend: string
  hint?: string | undefined
  error?: string | undefined
  children?: Child
}) {
  return (
    <div class="field" data-error={props.error ? '' : undefined}>
      <fieldset aria-describedby={describedBy(props)}>
        <legend>{props.legend}</legend>
        <Notes {...props} />
        <div class="field-row">{props.children}</div>
      </fieldset>
    </div>
  )
}

function ChoiceGroup(props: ChoiceGroupProps & { type: 'radio' | 'checkbox' }) {
  return (
    <div class="field" data-error={props.error ? '' : undefined}>
      <fieldset aria-describedby={describedBy(props)}>
        <legend class={props.legendHidden ? 'visually-hidden' : undefined}>
          {props.legend}
          {props.mark ? <span class="field-mark"> {props.mark}</span> : null}
        </legend>
        <Notes {...props} />
        <div class="choices" data-inline={props.inline ? '' : undefined}>
          {props.options.map((option, index) => (
            <OneChoice
              option={option}
              id={index === 0 ? props.id : `${props.id}-${index + 1}`}
              group={props}
            />
          ))}
        </div>
      </fieldset>
    </div>
  )
}

function OneChoice(props: {
  option: ChoiceOption
  id: string
  group: ChoiceGroupProps & { type: 'radio' | 'checkbox' }
}) {
  const { option, id, group } = props
  return (
    <span class="choice">
      <input
        type={group.type}
        id={id}
        name={group.name}
        value={option.value}
        checked={option.checked || undefined}
        disabled={option.disabled || undefined}
        aria-describedby={option.hint ? `${id}-hint` : undefined}
      />
      <label for={id}>{option.label}</label>
      {option.hint ? (
        <span class="choice-hint" id={`${id}-hint`}>
          {option.hint}
        </span>
      ) : null}
      {option.more ? <span class="choice-more">{option.more}</span> : null}
    </span>
  )
}
