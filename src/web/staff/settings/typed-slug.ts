/** The shape of a public address, as the database checks it. */
const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/

export function isSlug(text: string): boolean {
  return SLUG.test(text)
}

/** An address made from a name: "Café & Bar" becomes "cafe-bar"; `otherwise` where no letter is left. */
export function slugOf(name: string, otherwise: string): string {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
  return plain.slice(0, 55).replaceAll(/^-+|-+$/g, '') || otherwise
}

/**
 * Saves under the address that was typed; when none was typed, under one made from the name, with a number
 * behind it where others have taken it. `save` gives back what its use case says.
 */
export async function withSlug<T extends { ok: true } | { ok: false; refusal: { code: string } }>(
  typed: string,
  suggestion: string,
  save: (slug: string) => Promise<T>,
): Promise<T> {
  if (typed !== '') return save(typed)
  let outcome = await save(suggestion)
  for (let number = 2; number < 50 && !outcome.ok && outcome.refusal.code === 'slug_taken'; number += 1) {
    outcome = await save(`${suggestion}-${number}`)
  }
  return outcome
}
