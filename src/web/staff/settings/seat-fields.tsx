import type { Child } from 'hono/jsx'
import type { eventTypeWords } from '#messages/settings-event-types.ts'
import { Card } from '#ui/card.tsx'
import { Fold } from '#ui/fold.tsx'
import { isFilled, PLACES, PRIMARY, THINGS, type SeatRow } from './seats-form.ts'
import type { FormState, SettingsForm } from './settings-form.tsx'

/** Somebody or something that can be ticked. */
export interface Candidate {
  id: string
  name: string
  active: boolean
}

type Words = ReturnType<typeof eventTypeWords>
interface Offered {
  people: Candidate[]
  things: Candidate[]
}

/**
 * Who sits in the meeting: the primary host, the further places of a panel, rooms and devices. Rows that hold
 * something stand open, and one empty row behind them; all others are folded and can be opened without a script.
 */
export function seatFields(form: SettingsForm, state: FormState, offered: Offered, words: Words): Child {
  const label = { hint: words.placeLabelHint, width: 'medium', dir: 'auto' } as const
  const primary = (
    <Card kind="sunken" level={3} heading={words.primary}>
      {form.text('primary-label', words.placeLabel, {
        ...label,
        summaryLabel: words.inPlace(words.primary, words.placeLabel),
      })}
      {ticks(
        form,
        PRIMARY,
        words.primaryPeople,
        offered.people,
        words,
        words.primaryPeople,
        words.primaryHint,
      )}
    </Card>
  )
  const places = rowsOf(state, PLACES).map(({ row, number, open }) => (
    <Fold label={words.place(number)} open={open}>
      {form.text(`${row.key}-label`, words.placeLabel, {
        width: 'medium',
        dir: 'auto',
        summaryLabel: words.inPlace(words.place(number), words.placeLabel),
      })}
      {ticks(
        form,
        row,
        words.people,
        offered.people,
        words,
        words.inPlace(words.place(number), words.people),
      )}
    </Fold>
  ))
  const things = rowsOf(state, THINGS).map(({ row, number, open }) => (
    <Fold label={words.thing(number)} open={open}>
      {ticks(
        form,
        row,
        words.things,
        offered.things,
        words,
        words.inPlace(words.thing(number), words.things),
      )}
    </Fold>
  ))
  return (
    <>
      {primary}
      <Card kind="sunken" level={3} heading={words.places}>
        <p class="quiet">
          {words.placesLine} {words.peopleHint}
        </p>
        {places}
      </Card>
      {offered.things.length > 0 ? (
        <Card kind="sunken" level={3} heading={words.things}>
          <p class="quiet">{words.thingsLine}</p>
          {things}
        </Card>
      ) : null}
    </>
  )
}

function ticks(
  form: SettingsForm,
  row: SeatRow,
  legend: string,
  offered: Candidate[],
  words: Words,
  summaryLabel: string,
  hint?: string,
): Child {
  const options = offered.map((one) => ({
    value: one.id,
    label: one.active ? one.name : words.off(one.name),
  }))
  return form.ticks(`${row.key}-who`, legend, options, {
    ...(hint ? { hint } : {}),
    inline: true,
    summaryLabel,
  })
}

function rowsOf(state: FormState, rows: SeatRow[]) {
  const lastFilled = rows.findLastIndex((row) => isFilled(state.values, row))
  return rows.map((row, index) => ({ row, number: index + 1, open: index <= lastFilled + 1 }))
}
