/** An outline of a page without what is different each time: references, keys, ids and the seconds it took to make. */
export function withoutChance(outline: string): string {
  return `${outline
    .replaceAll(/\b[A-HJ-NP-Z2-9]{3}-[A-HJ-NP-Z2-9]{3}\b/g, 'REF-REF')
    .replaceAll(/\/([bw])\/[\w-]{20,}/g, '/$1/KEY')
    .replaceAll(/booking=[\w-]+/g, 'booking=KEY')
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'ID')
    .replaceAll(/(harbour-physio|brightwater|bronte-home-care|eastgate)-[0-9a-f]{8}/g, '$1')
    .replaceAll(/Quote \S+/g, 'Quote ID')
    .replaceAll(
      /for another \d+ (?:days?|hours?|minutes?)(?: \d+ (?:hours?|minutes?))?/g,
      'for another WHILE',
    )
    .replaceAll(/- time: (?:\d+ (?:days?|hours?|minutes?) ?)+$/gm, '- time: WHILE')}\n`
}
