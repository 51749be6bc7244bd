import { newToken, seal, unseal } from '#platform/tokens.ts'

/** A person needs longer than this to read a page; programs that scan mail do not. */
const YOUNGEST_FORM_MILLISECONDS = 1000
const PURPOSE = 'waiting-form'

/** What a form of the waiting list carries: whose it is, a key of its own, and when it was made. */
export interface WaitingForm {
  key: string
  madeAt: Temporal.Instant
}

/** A form's own seal; `about` is what it was made for, so that it fits nothing else. */
export function sealForm(secret: string, about: string, at: Temporal.Instant): string {
  return seal(secret, PURPOSE, `${about} ${newToken()} ${at.toString()}`)
}

/** The seal that a form carried, or null when it was not made here for this. */
export function openForm(secret: string, about: string, sealed: string): WaitingForm | null {
  const [owner, key, at] = (unseal(secret, PURPOSE, sealed) ?? '').split(' ')
  return owner === about && key && at ? { key, madeAt: Temporal.Instant.from(at) } : null
}

/** Whether a form was made so recently that nobody can have read it. */
export function isYoungForm({ madeAt }: WaitingForm, now: Temporal.Instant): boolean {
  return now.epochMilliseconds - madeAt.epochMilliseconds < YOUNGEST_FORM_MILLISECONDS
}
