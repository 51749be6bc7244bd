/** One time that can be taken. `label` is printed; the accessible name is the label, then the note. */
export type Slot = {
  /** What the form sends: an ISO instant, or whatever the page agreed with itself. */
  value: string
  label: string
  /** ISO instant for `time[datetime]`. */
  datetime?: string | undefined
  /** "+£5.00", "same price", "3 places". */
  note?: string | undefined
  /** The note for the ear, such as "5 pounds more". */
  spokenNote?: string | undefined
  /** Words that mark the slot the customer has now, such as "your current time". */
  own?: string | undefined
  checked?: boolean | undefined
  /** Needed in SlotLinks. */
  href?: string | undefined
}

export type SlotGroup = {
  /** "Morning", "Afternoon", "Evening". */
  legend: string
  /** The day for the ear, put before the legend: "Wednesday 2 December". */
  day?: string | undefined
  slots: readonly Slot[]
}

/** Times to choose one from, sent with the form around them. */
export function SlotList({ name, groups }: { name: string; groups: readonly SlotGroup[] }) {
  return (
    <div class="slot-list">
      {groups.map((group) => (
        <fieldset>
          <legend>
            <GroupName {...group} />
          </legend>
          <div class="slots">
            {group.slots.map((slot) => (
              <label class="slot" data-own={slot.own ? '' : undefined}>
                <input type="radio" name={name} value={slot.value} checked={slot.checked || undefined} />
                <SlotWords {...slot} />
              </label>
            ))}
          </div>
        </fieldset>
      ))}
    </div>
  )
}

/** Times that each lead on to the next page. */
export function SlotLinks({ groups }: { groups: readonly SlotGroup[] }) {
  return (
    <div class="slot-list">
      {groups.map((group) => (
        <section>
          <h3>
            <GroupName {...group} />
          </h3>
          <ul class="slots">
            {group.slots.map((slot) => (
              <li>
                <a class="slot" href={slot.href} data-own={slot.own ? '' : undefined}>
                  <SlotWords {...slot} />
                </a>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

function GroupName({ day, legend }: SlotGroup) {
  return (
    <>
      {day ? <span class="visually-hidden">{day}, </span> : null}
      {legend}
    </>
  )
}

function SlotWords({ label, datetime, note, spokenNote, own }: Slot) {
  return (
    <span class="slot-words">
      <time datetime={datetime}>{label}</time>
      {note && spokenNote ? (
        <>
          <small aria-hidden="true">{note}</small>
          <span class="visually-hidden">, {spokenNote}</span>
        </>
      ) : note ? (
        <>
          <span class="visually-hidden">, </span>
          <small>{note}</small>
        </>
      ) : null}
      {own ? (
        <>
          <span class="visually-hidden">, </span>
          <small class="slot-own">{own}</small>
        </>
      ) : null}
    </span>
  )
}
