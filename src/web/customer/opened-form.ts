import { seal, unseal } from '#platform/tokens.ts'
import { isYoung } from './form-age.ts'
import type { LinkView } from './manage-view.ts'

/** Forms that carry no quote, by what they do; "I'll be there" has its own. */
export type OpenedForm = 'undo' | 'leave' | 'ask' | 'withdraw' | 'suggest'

/** When this page was made, as text that only we can write (decision 0017). */
export function sealOpened(secret: string, view: LinkView, form: OpenedForm): string {
  return seal(secret, `${form}-form`, `${view.booking.id} ${view.booking.now.toString()}`)
}

/**
 * Whether the form was there long enough for a person to have read it. One that is not ours, or older than the page can
 * know, only costs one more press.
 */
export function wasRead(secret: string, view: LinkView, form: OpenedForm, sealed: string): boolean {
  const at = openedAt(secret, view, form, sealed)
  return at !== null && !isYoung(view, at)
}

/** Whether we made this form for this booking. */
export function isOurs(secret: string, view: LinkView, form: OpenedForm, sealed: string): boolean {
  return openedAt(secret, view, form, sealed) !== null
}

function openedAt(secret: string, view: LinkView, form: OpenedForm, sealed: string): string | null {
  const [bookingId, at] = unseal(secret, `${form}-form`, sealed)?.split(' ') ?? []
  return bookingId === view.booking.id && at ? at : null
}
