/** The hidden fields of the form with this id, as a browser would send them. */
export function formOf(html: string, id: string): Record<string, string> {
  const start = html.search(new RegExp(`<form[^>]*id="${id}"`))
  if (start < 0) throw new Error(`The page has no form "${id}".`)
  const inside = html.slice(start, html.indexOf('</form>', start))
  return Object.fromEntries(
    Array.from(inside.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g), ([, name, value]) => [
      name!,
      value!,
    ]),
  )
}

/** What a reader of the page sees: the text of its main part without tags. */
export function wordsOf(html: string): string {
  const main = html.slice(html.indexOf('<main'), html.indexOf('</main>'))
  return main
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .replaceAll('&#39;', "'")
    .trim()
}
