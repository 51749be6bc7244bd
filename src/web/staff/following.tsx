import type { Following as FollowingSeen, OtherBooking } from '#domain/bookings/load-following.ts'
import { askToMoveWords } from '#messages/taking-back.ts'
import { paths } from '#paths.ts'
import { spellReference } from '#platform/ids.ts'
import { DetailsList, type DetailsRow } from '#ui/details-list.tsx'
import type { StaffContext } from './staff-env.ts'

/** The booking that this one came of, and those that came of it. */
export function Following({ c, following }: { c: StaffContext; following: FollowingSeen }) {
  const words = askToMoveWords(c.var.locale)
  const { before, after } = following
  const rowOf = (term: string, { id, reference }: OtherBooking): DetailsRow => ({
    term,
    detail: <a href={paths.staffBooking(id)}>{spellReference(reference)}</a>,
  })
  const rows = [
    ...(before ? [rowOf(words.follows, before)] : []),
    ...after.map((booking) => rowOf(words.followedBy, booking)),
  ]
  return rows.length > 0 ? <DetailsList rows={rows} /> : null
}
