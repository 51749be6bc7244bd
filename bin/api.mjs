// Writes docs/openapi.json from the operations as they are declared, and the types of the program in test/api from it.
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { runnerImport } from 'vite'

const target = 'docs/openapi.json'
const { module } = await runnerImport('./src/web/api/document.ts', { logLevel: 'warn' })
writeFileSync(target, `${JSON.stringify(module.apiDocument(), null, 2)}\n`)

const tool = 'test/api/node_modules/openapi-typescript/bin/cli.js'
const { status } = spawnSync(
  process.execPath,
  [tool, target, '--default-non-nullable=false', '--output', 'test/api/schema.d.ts'],
  {
    stdio: ['ignore', 'ignore', 'inherit'],
  },
)
if (status !== 0) throw new Error('openapi-typescript failed.')
spawnSync('oxfmt', [target, 'test/api/schema.d.ts'], { stdio: 'inherit' })
