/** The hidden fields of the form with this id, as the browser would send them. */
export function fieldsOf(html: string, form: string): Record<string, string> {
  const start = html.search(new RegExp(`<form[^>]*id="${form}"`))
  if (start < 0) throw new Error(`The page has no form "${form}".`)
  const inside = html.slice(start, html.indexOf('</form>', start))
  const fields: Record<string, string> = {}
  for (const [, name, value] of inside.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)) fields[name!] = value!
  return fields
}
export const openForm = fieldsOf
