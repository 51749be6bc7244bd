import type { Database } from './db.ts'
import type { Queue } from './queue.ts'

/** What a use case needs from the world; made once at start and passed in. */
export interface Context {
  /** Writes, in transactions. */
  db: Database
  /** Reads for pages; PostgreSQL refuses writes on its connections. */
  reader: Database
  queue: Queue
  /** The installation's secret: links and seals are derived from it. At least 32 characters. */
  secret: string
}

/** A use case either did what it says or refuses with a code that pages and the API turn into words. */
export type Outcome<T, R> = { ok: true; value: T } | { ok: false; refusal: R }

/** The use case was carried out. */
export function done<T>(value: T): { ok: true; value: T } {
  return { ok: true, value }
}

/** The use case was not carried out, and nothing changed. */
export function refuse<R>(refusal: R): { ok: false; refusal: R } {
  return { ok: false, refusal }
}
