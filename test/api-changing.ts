import { showId } from '#platform/public-ids.ts'
import type { ApiAnswer, Program } from './api-client.ts'
import type { CleosBooking, World } from './world.ts'

/** The words in which tests of the API speak about changes. */
export function changesOf(world: World) {
  const addressOf = ({ bookingId }: CleosBooking) => `/v1/bookings/${showId('booking', bookingId)}`
  const sessionsOf = async (booking: CleosBooking) =>
    (await world.load(booking)).sessions.map(({ id }) => showId('session', id))
  return {
    addressOf,
    sessionsOf,
    /** A sealed quote; throws when there is none. */
    async quote(
      program: Program,
      booking: CleosBooking,
      wish: {
        actor?: 'customer' | 'team_member'
        cancel?: string[]
        reschedule?: { session: string; start: string }[]
      } = {},
    ): Promise<string> {
      const cancel = wish.cancel ?? (wish.reschedule ? [] : await sessionsOf(booking))
      const body = { actor: 'team_member', ...wish, cancel }
      const answer = await program.call('POST', `${addressOf(booking)}/quotes`, { body })
      if (!answer.body.quote) throw new Error(`No quote: ${JSON.stringify(answer.body)}`)
      return answer.body.quote as string
    },
    commit: (
      program: Program,
      booking: CleosBooking,
      quote: string,
      options: { key?: string; headers?: Record<string, string> } = {},
    ): Promise<ApiAnswer> =>
      program.call('POST', `${addressOf(booking)}/changes`, { body: { quote }, ...options }),
    /** What happened to a booking, in order. */
    async factsOf({ bookingId }: CleosBooking): Promise<string[]> {
      const rows = await world.context.db
        .selectFrom('facts')
        .where('booking_id', '=', bookingId)
        .select('kind')
        .orderBy('id')
        .execute()
      return rows.map(({ kind }) => kind)
    },
  }
}
