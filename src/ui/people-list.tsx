import type { Child } from 'hono/jsx'

/** One of the eight pairs of colours for people (ux 4.1). */
export type PersonColour = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8

export type Person = {
  name: string
  /** "Lead", "Panelist", "Guest". */
  role?: string | undefined
  /** A line under the name, such as "12:00am Friday in Kolkata". */
  detail?: string | undefined
  colour?: PersonColour | undefined
  /** Stands at the end of the row: a chip, a link. */
  end?: Child
}

export function PeopleList({ label, people }: { label?: string | undefined; people: readonly Person[] }) {
  return (
    <ul class="people" aria-label={label}>
      {people.map((person) => (
        <li>
          <Avatar name={person.name} colour={person.colour} />
          <span class="people-words">
            <span class="people-name">
              <bdi>{person.name}</bdi>
              {person.role ? <span class="people-role">{person.role}</span> : null}
            </span>
            {person.detail ? <small>{person.detail}</small> : null}
          </span>
          {person.end}
        </li>
      ))}
    </ul>
  )
}

/** Initials on a colour; always beside the name, so hidden from assistive technology. */
export function Avatar({ name, colour }: { name: string; colour?: PersonColour | undefined }) {
  return (
    <span class="avatar" data-colour={String(colour ?? colourOf(name))} aria-hidden="true">
      {initialsOf(name)}
    </span>
  )
}

/** The same name has the same colour on every page. */
export function colourOf(name: string): PersonColour {
  let sum = 0
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973
  return ((sum % 8) + 1) as PersonColour
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** First letters of the first and the last word. A letter with its accents is one letter. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/u)
  const ends = words.length > 1 ? [words[0], words.at(-1)] : [words[0]]
  const firstLetter = (word: string) => Array.from(segmenter.segment(word), (part) => part.segment)[0] ?? ''
  return ends
    .map((word) => firstLetter(word ?? ''))
    .join('')
    .toLocaleUpperCase()
}
