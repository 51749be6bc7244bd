// Runs one TypeScript file of the project as a script: node bin/run.mjs bench/run.ts [arguments]
import { runnerImport } from 'vite'

// What is measured and photographed is what people get: without the checks of a development build.
process.env.NODE_ENV ??= 'production'

const [file, ...rest] = process.argv.slice(2)
process.argv = [process.argv[0], file, ...rest]
await runnerImport(`./${file}`, {
  logLevel: 'warn',
  oxc: { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } },
})
