import { raw } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import type { Child } from 'hono/jsx'

/** What every field shares. Label, hint and error stand in this order; the error begins with what to do. */
export type FieldProps = {
  id: string
  name: string
  label: string
  /** Words after the label such as "(optional)", or "*" for a required reason. */
  mark?: string | undefined
  hint?: string | undefined
  error?: string | undefined
  required?: boolean | undefined
}

export type TextFieldProps = FieldProps & {
  type?:
    | 'text'
    | 'email'
    | 'tel'
    | 'url'
    | 'password'
    | 'search'
    | 'number'
    | 'date'
    | 'time'
    | 'datetime-local'
    | undefined
  /** What was typed before, kept as it was, also after a refusal. */
  value?: string | undefined
  autocomplete?: string | undefined
  inputmode?: 'text' | 'numeric' | 'decimal' | 'email' | 'tel' | 'url' | undefined
  maxlength?: number | undefined
  min?: string | number | undefined
  max?: string | number | undefined
  step?: string | number | undefined
  width?: 'short' | 'medium' | 'full' | undefined
  /** A unit after the box, such as "minutes". */
  suffix?: string | undefined
  /** `auto` for names and other words of people, in any script. */
  dir?: 'auto' | 'ltr' | undefined
}

export function TextField(props: TextFieldProps) {
  return (
    <Field {...props}>
      <span class="field-box" data-width={props.width ?? widthOf(props.type)}>
        <input
          {...controlAttributes(props)}
          type={props.type ?? 'text'}
          value={props.value}
          autocomplete={props.autocomplete}
          inputmode={props.inputmode}
          maxlength={props.maxlength}
          min={props.min}
          max={props.max}
          step={props.step}
          dir={props.dir}
        />
        {props.suffix ? <span class="field-suffix">{props.suffix}</span> : null}
      </span>
    </Field>
  )
}

export function TextArea(
  props: FieldProps & { value?: string | undefined; rows?: number; maxlength?: number },
) {
  return (
    <Field {...props}>
      <textarea {...controlAttributes(props)} rows={props.rows ?? 4} maxlength={props.maxlength} dir="auto">
        {/* HTML drops one line break after the tag, so a value that begins with one needs another. */}
        {props.value?.startsWith('\n') ? `\n${props.value}` : props.value}
      </textarea>
    </Field>
  )
}

export type Option = { value: string; label: string; disabled?: boolean | undefined }
export type OptionGroup = { label: string; options: readonly Option[] }

export type SelectProps = FieldProps & {
  value?: string | undefined
  options?: readonly Option[] | undefined
  groups?: readonly OptionGroup[] | undefined
  width?: 'short' | 'medium' | 'full' | undefined
}

export function Select(props: SelectProps) {
  return (
    <Field {...props}>
      <span class="field-box" data-width={props.width ?? 'medium'}>
        <select {...controlAttributes(props)}>
          <SelectOptions {...props} />
        </select>
      </span>
    </Field>
  )
}

/** The options alone, for a select that stands in a frame of its own (zone-control.tsx). */
export function SelectOptions(props: Pick<SelectProps, 'value' | 'options' | 'groups'>) {
  const one = (option: Option) => (
    <option
      value={option.value}
      selected={option.value === props.value || undefined}
      disabled={option.disabled || undefined}
    >
      {option.label}
    </option>
  )
  return (
    <>
      {props.options?.map(one)}
      {props.groups?.map((group) =>
        group.options.some((option) => option.value === props.value) ? (
          <optgroup label={group.label}>{group.options.map(one)}</optgroup>
        ) : (
          unchosen(group)
        ),
      )}
    </>
  )
}

// The list of zones has four hundred options, more than the rest of its page: a group that is handed in again, and
// in which nothing is chosen, is rendered once.
function unchosen(group: OptionGroup): HtmlEscapedString {
  let html = renderedGroups.get(group)
  if (!html) renderedGroups.set(group, (html = raw(String(<UnchosenGroup {...group} />))))
  return html
}

const renderedGroups = new WeakMap<OptionGroup, HtmlEscapedString>()

function UnchosenGroup({ label, options }: OptionGroup) {
  return (
    <optgroup label={label}>
      {options.map((option) => (
        <option value={option.value} disabled={option.disabled || undefined}>
          {option.label}
        </option>
      ))}
    </optgroup>
  )
}

/** Label, hint, error and whatever control is put inside; the control takes `controlAttributes`. */
export function Field(props: FieldProps & { children?: Child }) {
  return (
    <div class="field" data-error={props.error ? '' : undefined}>
      <label for={props.id}>
        {props.label}
        {props.mark ? <span class="field-mark"> {props.mark}</span> : null}
      </label>
      <Notes {...props} />
      {props.children}
    </div>
  )
}

/** The attributes that tie a control to its label, hint and error. */
export function controlAttributes(props: FieldProps) {
  return {
    id: props.id,
    name: props.name,
    'aria-describedby': describedBy(props),
    'aria-invalid': props.error ? ('true' as const) : undefined,
    'aria-required': props.required ? ('true' as const) : undefined,
  }
}

/** Hint and error, with the ids that `describedBy` names. */
export function Notes({ id, hint, error }: Pick<FieldProps, 'id' | 'hint' | 'error'>) {
  return (
    <>
      {hint ? (
        <p class="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      ) : null}
      {error ? (
        <p class="field-error" id={`${id}-error`}>
          {error}
        </p>
      ) : null}
    </>
  )
}

export function describedBy({ id, hint, error }: Pick<FieldProps, 'id' | 'hint' | 'error'>) {
  return [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ') || undefined
}

function widthOf(type: TextFieldProps['type']) {
  if (type === 'number') return 'short'
  return type === 'date' || type === 'time' || type === 'datetime-local' ? 'medium' : 'full'
}
