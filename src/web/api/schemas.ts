import { z } from '@hono/zod-openapi'
import { showId, type Noun } from '#platform/public-ids.ts'

/** An instant in UTC, to the second or finer. */
export const instant = z.iso.datetime().openapi({ example: '2026-12-03T19:30:00Z' })

/** An instant somebody sends: UTC or with an offset, and one that exists. */
export const instantIn = z.iso
  // What is no instant ends the check at once: rules that compare instants must never see it.
  .datetime({ offset: true, abort: true })
  .refine((text) => instantOrNull(text) !== null, { message: 'is no instant', abort: true })
  .openapi({ example: '2026-12-03T19:30:00Z' })

function instantOrNull(text: string): Temporal.Instant | null {
  try {
    return Temporal.Instant.from(text)
  } catch {
    return null
  }
}

/** An IANA zone this installation knows. */
export const zone = z.string().openapi({ example: 'Europe/London' })

/** Money in minor units: 6000 GBP is sixty pounds. */
export const money = z
  .strictObject({
    amount: z.number().int().openapi({ description: 'Minor units of the currency.', example: 6000 }),
    currency: z.string().openapi({ example: 'GBP' }),
  })
  .openapi('Money')

/** One page of a list. `next_cursor` is null on the last one. */
export function pageOf<T extends z.ZodType>(entry: T, name: string) {
  return z
    .strictObject({
      data: z.array(entry),
      next_cursor: z
        .string()
        .nullable()
        .openapi({ description: 'Send it as `cursor` to get the next page.' }),
    })
    .openapi(name)
}

/** Query parameters of every list. */
export const paging = {
  limit: z.coerce.number().int().min(1).max(100).default(25),
  cursor: z
    .string()
    .min(1)
    .max(300)
    .optional()
    .openapi({ description: 'The `next_cursor` of the page before.' }),
}

/** `{ id, name }` of a person or thing that is named in passing. */
export function named(noun: Noun, entry: { id: string; name: string }) {
  return { id: showId(noun, entry.id), name: entry.name }
}
