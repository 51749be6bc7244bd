import { expect, test } from 'vitest'
import type { WebContext } from './deps.ts'
import { knownBusiness, rememberBusiness } from './known-businesses.ts'

const KESTREL = { name: 'Kestrel', contactEmail: null, contactPhone: '+44 20 7946 0000' }
const DAGS = { name: 'Dag & Co', contactEmail: 'dag@stranger.example', contactPhone: null }

/** A request to one running product. */
function requestsOf(product: object) {
  return (path: string) => ({ req: { path }, var: { deps: product } }) as unknown as WebContext
}

// Seen to fail when the last business that was met was named to everybody.
test('Cleo is told of her own business, and Dag of his, on whatever page of their links', () => {
  const at = requestsOf({})
  rememberBusiness(at('/b/cleo'), KESTREL)
  expect(knownBusiness(at('/b/cleo/move'))).toEqual(KESTREL)
  expect(knownBusiness(at('/b/dag'))).toEqual(KESTREL)
  rememberBusiness(at('/b/dag/pay'), DAGS)
  expect(knownBusiness(at('/b/cleo'))).toEqual(KESTREL)
  expect(knownBusiness(at('/b/dag'))).toEqual(DAGS)
  expect(knownBusiness(at('/b/eve'))).toBeNull()
})

test('pages that belong to no business name none, and another product knows nothing of this one', () => {
  const at = requestsOf({})
  rememberBusiness(at('/link'), KESTREL)
  expect(knownBusiness(at('/link'))).toBeNull()
  rememberBusiness(at('/book/kestrel'), KESTREL)
  expect(knownBusiness(at('/staff'))).toBeNull()
  expect(knownBusiness(requestsOf({})('/book/kestrel'))).toBeNull()
})

test('memory has an end: who was not here for long is forgotten first', () => {
  const at = requestsOf({})
  rememberBusiness(at('/b/first'), DAGS)
  for (let n = 0; n < 2_000; n += 1) rememberBusiness(at(`/b/${n}`), { ...KESTREL, name: `Kestrel ${n}` })
  expect(knownBusiness(at('/b/first'))).toBeNull()
  expect(knownBusiness(at('/b/1999'))?.name).toBe('Kestrel 1999')
})
