/** Rows by table, in the shape that the database's `write_rows` takes. */
export type Rows = Record<string, Record<string, unknown>[]>

/** Joins row sets; rows of the same table follow each other. */
export function joinRows(...sets: Rows[]): Rows {
  const joined: Rows = {}
  for (const set of sets) {
    for (const [table, rows] of Object.entries(set)) joined[table] = [...(joined[table] ?? []), ...rows]
  }
  return joined
}
