import { defineConfig } from 'vitest/config'

/** The tests of money and policies that need no database: what mutation testing runs over and over. */
export default defineConfig({
  test: {
    include: [
      'src/domain/money/{shares,price,session-money,session-money-sums,postings,papers,payment-rows,refund-plan}.test.ts',
      'src/domain/money/{corrected-papers,invoice-status,refund-states,show-money}.test.ts',
      'src/domain/policies/{evaluate,fairness,fairness-details,policy}.test.ts',
    ],
    isolate: false,
    testTimeout: 30_000,
  },
})
