import { cleanText } from '#platform/forms.ts'

const LONGEST_NAME = 60

/**
 * Words a customer typed, as a mail may carry them. Mail programs turn anything that looks like an address into
 * a link, so a name must not be able to look like one: otherwise a booking made under somebody else's address
 * would be a way to send them one. The words stay readable; what they say in full stands on the pages.
 */
export function withoutLinks(text: string): string {
  return cleanText(text)
    .replaceAll(/[\u061C\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g, '')
    .replaceAll(/([A-Za-z][A-Za-z0-9+.-]*):\/{2}/g, '$1 ')
    .replaceAll(/(mailto|tel|sms|javascript):(?=\S)/gi, '$1: ')
    .replaceAll('@', ' at ')
    .replaceAll(/(\S)[.\u3002\uFF0E\uFF61](?=[^\s.])/gu, '$1. ')
}

/** A person's name in a mail: one short line that cannot become a link. */
export function nameInMail(name: string): string {
  const line = withoutLinks(name).replaceAll(/\s+/g, ' ').trim()
  const letters = [...new Intl.Segmenter().segment(line)].map(({ segment }) => segment)
  return letters.length <= LONGEST_NAME
    ? line
    : `${letters
        .slice(0, LONGEST_NAME - 1)
        .join('')
        .trimEnd()}\u2026`
}
