import { test } from 'vitest'
import { DEMO_STATE_NAMES } from '#messages/demo.ts'
import { paths } from '#paths.ts'
import { makeWorld } from './world.ts'
import { readConfig } from '../src/config.ts'
import { createApp } from '../src/web/app.ts'
import { tmpdir } from 'node:os'
const BLOCK = /<\/?(?:p|li|dl|dt|dd|h[1-6]|tr|button|a|option|label|legend|summary|caption|div|section|main|ul|ol|title|table|thead|tbody|form|header|footer|nav|fieldset|details|article|aside)\b[^>]*>/g
test('frags', async () => {
  const world = await makeWorld({ demo: true })
  const config = readConfig({ SECRET: world.context.secret, DATA_DIR: tmpdir(), PUBLIC_URL: 'http://kept.test', LOG_LEVEL: 'error', DEMO: '1', DEMO_CLOCK: '2026-12-01T12:00:00Z' })
  const log: any = { error: (m: string, d: any) => console.log('ERR', m, d?.error?.stack ?? d), warn() {}, info() {}, debug() {} }
  const app = createApp({ config, context: world.context, log })
  const wanted = (process.env['IDS'] ?? '').split(',').filter(Boolean)
  const out: string[] = []
  for (const id of Object.keys(DEMO_STATE_NAMES).filter((i) => !wanted.length || wanted.includes(i))) {
    const made = await app.request('http://kept.test' + paths.demoState(id))
    const location = made.headers.get('location')
    const cookie = made.headers.get('set-cookie')?.split(';')[0]
    if (!location) { out.push(`${id} NOT MADE`); continue }
    const page = await app.request('http://kept.test' + location, cookie ? { headers: { cookie } } : {})
    const html = (await page.text()).replace(/<style[\s\S]*?<\/style>|<script[\s\S]*?<\/script>/g, '').replace(/<\/dt>\s*(<\/div>\s*)?<dd[^>]*>/g, ': ').replace(/<\/t[hd]>/g, ' | ')
    for (const block of html.split(BLOCK)) {
      const text = block.replace(/<[^>]+>/g, '').replace(/\s+/g, ' ').trim()
      if (/[£$]\s?[\d]/.test(text)) out.push(`${id}: ${text}`)
    }
  }
  console.log(out.join('\n'))
  await world.close()
}, 120000)
