import type { MemberScope } from '#domain/access/scope.ts'
import type { CleosBooking, World } from '../../../test/world.ts'
import { answerAsk } from './answer-ask.ts'
import type { GivenAnswer } from './answer.ts'
import { loadAsks } from './load-asks.ts'

/** Whom the facts of a booking told since a revision, by what they were told: audience and channel, by the alphabet. */
export async function told(
  world: World,
  { bookingId }: { bookingId: string },
  since = 0,
): Promise<Record<string, string[]>> {
  const rows = await world.context.db
    .selectFrom('deliveries as d')
    .innerJoin('facts as f', (join) =>
      join.onRef('f.org_id', '=', 'd.org_id').onRef('f.id', '=', 'd.fact_id'),
    )
    .where('d.org_id', '=', world.orgId)
    .where('d.booking_id', '=', bookingId)
    .where('f.revision', '>', since)
    .select(['d.kind', 'd.audience', 'd.channel'])
    .execute()
  const found: Record<string, string[]> = {}
  for (const { kind, audience, channel } of rows) (found[kind] ??= []).push(`${audience} ${channel}`)
  for (const list of Object.values(found)) list.sort()
  return found
}

/** The value of what was carried out; a refusal fails the test that did not expect it. */
export function valueOf<T>(outcome: { ok: true; value: T } | { ok: false; refusal: unknown }): T {
  if (!outcome.ok) throw new Error(`It was refused: ${JSON.stringify(outcome.refusal)}`)
  return outcome.value
}

export function instants(...texts: string[]): Temporal.Instant[] {
  return texts.map((text) => Temporal.Instant.from(text))
}

/** The words in which tests about requests speak; the world is made before the first of them is used. */
export function requestsIn(world: () => World) {
  const threeOn = (day: string) => instants(`${day}T14:00:00Z`, `${day}T15:00:00Z`, `${day}T16:00:00Z`)
  return {
    threeOn,
    /** Cleo asks for three times of a day, at nine, ten and eleven in New York. */
    asksFor: (day: string, email = 'cleo@mail.example') =>
      world().bookAgain({
        starts: threeOn(day),
        requestKey: `${day} ${email}`,
        customer: { name: 'Cleo', email, phone: '', zone: 'Europe/London', locale: 'en-GB' },
      }),
    /** A member answers, approving unless told. */
    answer: async (booking: CleosBooking, given: Partial<GivenAnswer>, member?: MemberScope) => {
      const askId = given.askId ?? (await world().load(booking)).asks[0]!.id
      const about = {
        bookingId: booking.bookingId,
        answer: 'approved' as const,
        channel: 'staff_page' as const,
      }
      return answerAsk(world().context, member ?? world().alva, { ...about, ...given, askId })
    },
    /** What became of everything that was asked, the newest first. */
    statesOf: async (booking: CleosBooking) =>
      (await loadAsks(world().context.reader, world().scope, booking.bookingId)).map(({ state }) => state),
  }
}
