import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import pg from 'pg'
const child = spawn(process.execPath, ['.bench/stub/main.js', 'serve'], { stdio: ['ignore', 'pipe', 'inherit'] })
let out = ''
await new Promise(r => child.stdout.on('data', d => { out += d; if (out.includes('Ctrl-C')) r() }))
const pw = readFileSync('/tmp/k1/postgres-password', 'utf8').trim()
const port = readFileSync('/tmp/k1/postgres/postmaster.pid', 'utf8').split('\n')[3]
const c = new pg.Client({ connectionString: `postgres://kept:${pw}@127.0.0.1:${port}/postgres` }); await c.connect()
await new Promise(r => setTimeout(r, 8000))
const q = async () => Number((await c.query("select xact_commit + xact_rollback as n from pg_stat_database where datname='kept'")).rows[0].n)
const a = await q(); await new Promise(r => setTimeout(r, 60000)); const b = await q()
console.log('queries/s', (b - a) / 60)
const rss = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024
console.log('rss MiB', rss(child.pid))
const pm = readFileSync('/tmp/k1/postgres/postmaster.pid', 'utf8').split('\n')[0]
const kids = readFileSync(`/proc/${pm}/task/${pm}/children`, 'utf8').trim().split(' ')
let pss = 0, n = 0
for (const p of [pm, ...kids]) { pss += Number(/Pss:\s+(\d+)/.exec(readFileSync(`/proc/${p}/smaps_rollup`, 'utf8'))[1]) / 1024; n++ }
console.log('postgres PSS MiB', pss, 'processes', n)
await c.end(); child.kill('SIGINT'); await new Promise(r => child.on('exit', r))
