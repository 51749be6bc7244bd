import { startWorker } from '#jobs/timetable.ts'
import { openDatabase } from '#platform/db.ts'
import { createLog } from '#platform/log.ts'
import { openQueue } from '#platform/queue.ts'

// A worker as a process of its own, so that a test can kill it. Its one argument is WorkerProcess as JSON.

export interface WorkerProcess {
  url: string
  smtpUrl: string
  secret: string
}

const { url, smtpUrl, secret } = JSON.parse(process.argv[2]!) as WorkerProcess
const log = createLog('error', { json: false })
const db = openDatabase(url, { max: 10 })
const reader = openDatabase(url, { readOnly: true, max: 2 })
const queue = await openQueue({ db, url, log })
await startWorker({
  config: {
    smtpUrl,
    mailFrom: 'Kept <kept@kestrel.example>',
    publicUrl: 'http://kept.test',
    allowedNetworks: [],
  },
  context: { db, reader, queue, secret },
  log,
})
process.stdout.write('working\n')
