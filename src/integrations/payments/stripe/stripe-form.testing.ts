/** What a query or a form says, nested: `a[b][0]=c` is `{ a: { b: ['c'] } }`. All values are text, as on the wire. */
export function decodeForm(text: string): Record<string, unknown> {
  const root: Nested = {}
  for (const [name, value] of new URLSearchParams(text)) {
    const keys = [...name.matchAll(/[^[\]]+/g)].map(([key]) => key)
    let at = root
    for (const key of keys.slice(0, -1)) at = (at[key] ??= {}) as Nested
    at[keys.at(-1)!] = value
  }
  return withArrays(root) as Record<string, unknown>
}

interface Nested {
  [key: string]: Nested | string
}

function withArrays(value: Nested | string): unknown {
  if (typeof value === 'string') return value
  const keys = Object.keys(value)
  const isArray = keys.length > 0 && keys.every((key, index) => key === String(index))
  if (isArray) return keys.map((key) => withArrays(value[key]!))
  return Object.fromEntries(keys.map((key) => [key, withArrays(value[key]!)]))
}
