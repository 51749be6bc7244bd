import fc from 'fast-check'
import type { DocumentedOperation } from './document.ts'
import { partsOf, request, type FuzzRequest, type Ingredients } from './parts.ts'
import type { Family } from './pool.ts'
import { twistsOf } from './twists.ts'

/** Requests for one operation: what the document allows, what it just allows, and with one thing wrong. */
export function requestsOf(
  ingredients: Ingredients,
  operation: DocumentedOperation,
): fc.Arbitrary<FuzzRequest> {
  const family = fc.constantFrom(...ingredients.families)
  const good = family.chain((one) => partsOf(ingredients, operation, one, true))
  const allowed = family.chain((one) => partsOf(ingredients, operation, one, false))
  // What has one thing wrong has everything else right, so that nothing else can be the reason.
  const wrong = fc
    .tuple(good, fc.constantFrom(...twistsOf(ingredients, operation)), fc.nat(1_000_000))
    .map(([parts, twist, choice]) => twist(parts, choice))
  const right = fc
    .oneof(good, allowed)
    .map((parts) => request(operation, parts, 'as the document says', null))
  return fc.oneof({ weight: 3, arbitrary: wrong }, { weight: 2, arbitrary: right })
}

/** Requests that only use ids of one family, and that the document's examples make likely to come true. */
export function plausibleRequestsOf(
  ingredients: Ingredients,
  operation: DocumentedOperation,
  family: Family,
): fc.Arbitrary<FuzzRequest> {
  return partsOf(ingredients, operation, family, true).map((parts) =>
    request(operation, parts, 'as the document says', null),
  )
}
