import { readFileSync, existsSync } from 'node:fs'
import { openBrowser } from './chromium.ts'
const [out, suffix, width, ...ids] = process.argv.slice(2)
const browser = await openBrowser()
const page = await browser.newPage({ viewport: { width: Number(width) * ids.length + 20 * ids.length, height: 600 } })
await page.setContent(`<body style="margin:0;background:#888;display:flex;gap:16px;align-items:start">${ids.map((id) => { const f = `/tmp/scratch/shots/${id}-${suffix}.png`; return `<div><b>${id}</b><br>${existsSync(f) ? `<img width=${width} src="data:image/png;base64,${readFileSync(f).toString('base64')}">` : ''}</div>` }).join('')}`)
await page.screenshot({ path: out!, fullPage: true })
await browser.close()
