import { test } from 'vitest'
import { DEMO_STATE_NAMES } from '#messages/demo.ts'
import { paths } from '#paths.ts'
import { makeWorld } from './world.ts'
import { readConfig } from '../src/config.ts'
import { createApp } from '../src/web/app.ts'
import { tmpdir } from 'node:os'
test('states', async () => {
  const world = await makeWorld({ demo: true })
  const config = readConfig({ SECRET: world.context.secret, DATA_DIR: tmpdir(), PUBLIC_URL: 'http://kept.test', LOG_LEVEL: 'error', DEMO: '1', DEMO_CLOCK: '2026-12-01T12:00:00Z' })
  const log: any = { error: (m: string, d: any) => console.log('ERR', m, d?.error?.stack ?? d), warn() {}, info() {}, debug() {} }
  const app = createApp({ config, context: world.context, log })
  const wanted = (process.env['IDS'] ?? '').split(',').filter(Boolean)
  for (const id of Object.keys(DEMO_STATE_NAMES).filter((i) => !wanted.length || wanted.includes(i))) {
    const made = await app.request('http://kept.test' + paths.demoState(id))
    const location = made.headers.get('location')
    const cookie = made.headers.get('set-cookie')?.split(';')[0]
    if (!location) { console.log(id, 'NOT MADE', made.status); continue }
    const page = await app.request('http://kept.test' + location, cookie ? { headers: { cookie } } : {})
    const html = await page.text()
    const text = html.replace(/<style[\s\S]*?<\/style>|<script[\s\S]*?<\/script>/g, '').replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
    console.log(id, page.status, location.slice(0, 40), [...text.matchAll(/[−-]?[A-Z$]*[£$][\d.,]+/g)].map((m) => m[0]).join(' '), process.env['FULL'] ? text : '')
  }
  await world.close()
}, 120000)
