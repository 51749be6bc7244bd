import {
  changeOperation,
  confirmOperation,
  linkOperation,
  noShowOperation,
  noShowReversalOperation,
  quoteOperation,
} from './booking-changes.ts'
import type { Operation } from './operation.ts'

/** Every operation of the API, in the order of its document. */
export const OPERATIONS: Operation[] = [
  quoteOperation,
  changeOperation,
  confirmOperation,
  noShowOperation,
  noShowReversalOperation,
  linkOperation,
]
