import type { Socket } from 'node:net'
import { simpleParser, type ParsedMail } from 'mailparser'
import { SMTPServer, type SMTPServerSession } from 'smtp-server'

/** What the sink does with one mail: take it, refuse a recipient or the content, fall silent, or hang up unthanked. */
export type SinkAnswer =
  | 'accept'
  | { refuse: 'recipient'; code: number; address?: string; words?: string }
  | { refuse: 'content'; code: number; words?: string }
  | 'stall'
  /** Reads the whole mail and closes the connection instead of saying 250: the sender cannot know. */
  | 'drop_before_thanks'

export interface ReceivedMail {
  from: string
  /** The envelope's recipients, in the order of the RCPT commands that were accepted. */
  recipients: string[]
  raw: string
  parsed: ParsedMail
  /** False when the sender never got to hear that it was taken. */
  thanked: boolean
  /** `performance.now()` when the last byte came in. */
  atMs: number
}

export interface SmtpSink {
  url: string
  received: ReceivedMail[]
  /** Commands RCPT TO, accepted or not. */
  rcptCount(): number
  /** What happens to the next mails, one answer each; afterwards everything is accepted. */
  script(...answers: SinkAnswer[]): void
  /** Begins anew: nothing received, nothing scripted. */
  forget(): void
  close(): Promise<void>
}

/** A real SMTP server on a port of its own that keeps everything. */
export async function openSmtpSink(options: { delayMs?: () => number } = {}): Promise<SmtpSink> {
  const received: ReceivedMail[] = []
  const answers: SinkAnswer[] = []
  const sockets = new Map<string, Socket>()
  const current = new Map<string, SinkAnswer>()
  let rcpts = 0
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    onMailFrom(_address, session, callback) {
      current.set(session.id, answers.shift() ?? 'accept')
      callback()
    },
    onRcptTo({ address }, session, callback) {
      rcpts += 1
      const answer = current.get(session.id)!
      const refused =
        typeof answer === 'object' && answer.refuse === 'recipient' && (answer.address ?? address) === address
      callback(refused ? withCode(answer.code, answer.words ?? 'no such person here') : null)
    },
    onData(stream, session, callback) {
      // A sender who hangs up in the middle has handed nothing over.
      takeIn(stream, session, callback).catch(() => {})
    },
  })

  async function takeIn(
    stream: NodeJS.ReadableStream,
    session: SMTPServerSession,
    callback: (error?: Error | null) => void,
  ) {
    const chunks: Buffer[] = []
    for await (const chunk of stream) chunks.push(chunk as Buffer)
    const atMs = performance.now()
    const answer = current.get(session.id)!
    if (answer === 'stall') return
    if (typeof answer === 'object' && answer.refuse === 'content')
      return callback(withCode(answer.code, answer.words ?? 'not now'))
    const delayMs = options.delayMs?.() ?? 0
    if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs))
    const raw = Buffer.concat(chunks)
    const { mailFrom, rcptTo } = session.envelope
    received.push({
      from: mailFrom ? mailFrom.address : '',
      recipients: rcptTo.map(({ address }) => address),
      raw: raw.toString('latin1'),
      parsed: await simpleParser(raw),
      thanked: answer === 'accept',
      atMs,
    })
    if (answer === 'drop_before_thanks') sockets.get(socketKey(session))?.destroy()
    else callback()
  }

  server.server.on('connection', (socket: Socket) => {
    const key = `${socket.remoteAddress} ${socket.remotePort}`
    sockets.set(key, socket)
    socket.on('close', () => sockets.delete(key))
  })
  // A client that was killed resets its connection; the sink goes on.
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as { port: number }
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    rcptCount: () => rcpts,
    script: (...wanted) => void answers.push(...wanted),
    forget() {
      received.length = 0
      answers.length = 0
      rcpts = 0
    },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(resolve))
      for (const socket of sockets.values()) socket.destroy()
      await closed
    },
  }
}

function socketKey(session: SMTPServerSession): string {
  return `${session.remoteAddress} ${(session as unknown as { remotePort: number }).remotePort}`
}

function withCode(code: number, words: string): Error {
  return Object.assign(new Error(words), { responseCode: code })
}
