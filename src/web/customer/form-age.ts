import type { LinkView } from './manage-view.ts'

/** A person needs longer than this to read a page; programs that scan mail do not. */
const YOUNGEST_FORM_MILLISECONDS = 1000

/** Whether a form was made so recently that nobody can have read it (decision 0017). */
export function isYoung(view: LinkView, madeAt: string): boolean {
  return (
    view.booking.now.epochMilliseconds - Temporal.Instant.from(madeAt).epochMilliseconds <
    YOUNGEST_FORM_MILLISECONDS
  )
}
