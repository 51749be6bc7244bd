import { z } from '@hono/zod-openapi'
import { isId } from '#platform/ids.ts'
import { paging } from './schemas.ts'

/** Query parameters of a list whose pages follow each other by a key that reads as `isKey` says. */
export function pagingBy(isKey: (key: string) => boolean) {
  return {
    limit: paging.limit,
    cursor: z
      .string()
      .min(1)
      .max(300)
      .refine((cursor) => isKey(keyOf(cursor)), 'is no cursor of this list')
      .transform(keyOf)
      .optional()
      .openapi({ description: 'The `next_cursor` of the page before.' }),
  }
}

/** Query parameters of a list in the order of ids, which is the order in which its entries were made. */
export const pagingById = pagingBy(isId)

/** What a reader has to be asked for: one entry more than the page holds tells whether another page follows. */
export function stretchOf(query: { limit: number; cursor?: string | undefined }) {
  return { after: query.cursor ?? null, take: query.limit + 1 }
}

/** A page of a list, from entries that were read with `stretchOf`. */
export function pageFrom<T, Shown>(
  entries: readonly T[],
  limit: number,
  key: (entry: T) => string,
  show: (entry: T) => Shown,
): { data: Shown[]; next_cursor: string | null } {
  const shown = entries.slice(0, limit)
  const last = shown.at(-1)
  const isMore = entries.length > limit && last !== undefined
  return { data: shown.map(show), next_cursor: isMore ? cursorOf(key(last)) : null }
}

/** How a key stands in an answer. */
export function cursorOf(key: string): string {
  return Buffer.from(key).toString('base64url')
}

function keyOf(cursor: string): string {
  return Buffer.from(cursor, 'base64url').toString()
}
