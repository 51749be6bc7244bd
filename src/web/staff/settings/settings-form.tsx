import type { Child } from 'hono/jsx'
import { formText } from '#messages/forms.ts'
import { problemInSummary, problemSentence } from '#messages/settings-problems.ts'
import { formWords } from '#messages/settings.ts'
import type { Locale } from '#messages/locale.ts'
import type { Typed } from '#platform/forms.ts'
import { Checkbox, CheckboxGroup, RadioGroup, type ChoiceOption } from '#ui/choices.tsx'
import { ErrorSummary } from '#ui/error-summary.tsx'
import {
  controlAttributes,
  Field,
  Select,
  SelectOptions,
  TextArea,
  TextField,
  type FieldProps,
  type Option,
  type SelectProps,
  type TextFieldProps,
} from '#ui/field.tsx'
import { isTicked, LENGTH_UNITS, typedText, valuesOf, type Problems } from './typed-values.ts'

/** What a form shows: what was typed or is stored, and what is wrong with it. */
export interface FormState {
  values: Typed
  problems: Problems
}

type Extra<P> = Omit<P, 'id' | 'name' | 'value' | 'error' | 'label'> & {
  /** What the list of errors calls the field where its own label needs the context of a group. */
  summaryLabel?: string
}

type GroupExtra = { hint?: string; inline?: boolean; summaryLabel?: string }

/**
 * Draws the fields of one form. Every field is drawn by name: its value, its error and its place in the list of
 * errors follow. Draw the fields before asking for the summary, which lists the problems in their order.
 */
export function makeForm(state: FormState, locale: Locale) {
  const drawn: { name: string; label: string }[] = []
  const words = formWords(locale)
  const bind = (name: string, label: string, summaryLabel = label): FieldProps => {
    drawn.push({ name, label: summaryLabel })
    const problem = state.problems[name]
    return { id: name, name, label, error: problem && problemSentence(problem, label, locale) }
  }
  return {
    text: (name: string, label: string, { summaryLabel, ...extra }: Extra<TextFieldProps> = {}) => (
      <TextField
        {...extra}
        {...bind(name, label, summaryLabel)}
        value={extra.type === 'password' ? '' : typedText(state.values, name)}
      />
    ),
    /** What a control of another shape needs: two boxes in the cell of a table, say. */
    bound: (name: string, label: string) => ({ ...bind(name, label), value: typedText(state.values, name) }),
    area: (
      name: string,
      label: string,
      { summaryLabel, ...extra }: { hint?: string; rows?: number; mark?: string; summaryLabel?: string } = {},
    ) => <TextArea {...extra} {...bind(name, label, summaryLabel)} value={typedText(state.values, name)} />,
    select: (name: string, label: string, { summaryLabel, ...extra }: Extra<SelectProps>) => (
      <Select
        {...extra}
        {...bind(name, label, summaryLabel)}
        value={typedText(state.values, name)}
        options={withEmpty(extra, typedText(state.values, name), words.choose)}
      />
    ),
    /** One switch or agreement. */
    tick: (name: string, label: string, hint?: string) => (
      <Checkbox {...bind(name, label)} hint={hint} checked={isTicked(state.values, name)} />
    ),
    radios: (name: string, label: string, options: readonly ChoiceOption[], extra: GroupExtra = {}) => {
      const { summaryLabel, ...rest } = extra
      const { id, label: legend, error } = bind(name, label, summaryLabel)
      const chosen = options.map((option) => ({
        ...option,
        checked: typedText(state.values, name) === option.value,
      }))
      return <RadioGroup id={id} name={name} legend={legend} error={error} options={chosen} {...rest} />
    },
    ticks: (name: string, label: string, options: readonly ChoiceOption[], extra: GroupExtra = {}) => {
      const { summaryLabel, ...rest } = extra
      const { id, label: legend, error } = bind(name, label, summaryLabel)
      const chosen = valuesOf(state.values, name)
      const all = options.map((option) => ({ ...option, checked: chosen.includes(option.value) }))
      return <CheckboxGroup id={id} name={name} legend={legend} error={error} options={all} {...rest} />
    },
    /** A number and its unit under one label. */
    length: (name: string, label: string, extra: { hint?: string; summaryLabel?: string } = {}): Child => {
      const said = extra.summaryLabel ?? label
      const number = { ...bind(`${name}-number`, label, said), hint: extra.hint }
      const unit = bind(`${name}-unit`, words.unitOf(said))
      const units = LENGTH_UNITS.map((value) => ({ value, label: words.units[value] }))
      return (
        <Field {...number} error={number.error ?? unit.error}>
          <span class="field-box" data-width="medium">
            <input
              {...controlAttributes(number)}
              type="text"
              inputmode="numeric"
              value={typedText(state.values, number.name)}
            />
            <select id={unit.id} name={unit.name} aria-label={unit.label}>
              <SelectOptions options={units} value={typedText(state.values, unit.name) || 'hours'} />
            </select>
          </span>
        </Field>
      )
    },
    /** The list of what is wrong, or nothing. `stray` problems belong to no drawn field and stand last. */
    summary: (): Child => {
      const known = new Set(drawn.map((field) => field.name))
      const found = drawn.filter((field) => state.problems[field.name])
      const stray = Object.keys(state.problems).filter((name) => !known.has(name))
      if (found.length + stray.length === 0) return null
      const problems = [
        ...found.map(({ name, label }) => ({
          href: `#${name}`,
          text: problemInSummary(state.problems[name]!, label, locale),
        })),
        ...stray.map((name) => ({
          href: '#main',
          text: problemInSummary(state.problems[name]!, name, locale),
        })),
      ]
      return <ErrorSummary heading={formText(locale).problems(problems.length)} problems={problems} />
    },
  }
}

export type SettingsForm = ReturnType<typeof makeForm>

// A value that is not in the list must not turn into the first entry unseen, nor must a choice among many.
function withEmpty(
  select: Pick<SelectProps, 'options' | 'groups'>,
  value: string,
  choose: string,
): readonly Option[] {
  const options = select.options ?? []
  const all = [...options, ...(select.groups ?? []).flatMap((group) => group.options)]
  const startsWithFirst = value === '' && !select.groups
  return startsWithFirst || all.some((option) => option.value === value)
    ? options
    : [{ value: '', label: choose }, ...options]
}
