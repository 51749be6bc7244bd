/**
 * `npm run mutate`: changes the arithmetic of money and policies in every way there is, and sees whether a test without
 * a database notices. What survives is listed in docs/performance.md.
 */
export default {
  testRunner: 'vitest',
  vitest: { configFile: 'vitest.pure.config.ts' },
  plugins: ['@stryker-mutator/vitest-runner'],
  mutate: [
    // Everything that asks no database.
    'src/domain/money/{shares,price,session-money,ledger,postings,papers,payment-rows,refund-plan}.ts',
    'src/domain/money/{invoice-status,refund-states,show-money}.ts',
    'src/domain/policies/{evaluate,fairness,policy}.ts',
  ],
  // Stryker would rewrite tsconfig.json with TypeScript's old programming interface, which TypeScript 7 no longer has.
  tsconfigFile: 'none.json',
  concurrency: 2,
  incremental: true,
  incrementalFile: 'reports/mutation/incremental.json',
  tempDirName: 'reports/mutation/sandbox',
  reporters: ['clear-text', 'json'],
  jsonReporter: { fileName: 'reports/mutation/report.json' },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  thresholds: { high: 95, low: 90, break: 90 },
  ignorePatterns: ['dist', 'shots', 'docs', 'reports'],
}
