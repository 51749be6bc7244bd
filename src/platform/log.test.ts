import { expect, test } from 'vitest'
import { createLog, maskPath } from './log.ts'

function logged(json: boolean, use: (log: ReturnType<typeof createLog>) => void): string[] {
  const lines: string[] = []
  use(createLog('info', { json, write: (line) => lines.push(line) }))
  return lines
}

const token = 'Vm3kQ0pZt1sYc8RwAa2nLg'

test('a machine reads one JSON object a line', () => {
  const [line] = logged(true, (log) => log.child({ request: 7 }).info('Booked.', { bookingId: 'x', at: 12n }))
  expect(JSON.parse(line!)).toEqual({
    level: 'info',
    message: 'Booked.',
    request: 7,
    bookingId: 'x',
    at: '12',
  })
})

test('a person reads a sentence', () => {
  const lines = logged(false, (log) => {
    log.info('Booked.', { bookingId: 'x' })
    log.warn('The mail server is slow.', { waitedMs: 900 })
  })
  expect(lines).toEqual(['Booked. bookingId=x', 'warn: The mail server is slow. waitedMs=900'])
})

test('what is below the level stays unsaid', () => {
  expect(logged(false, (log) => log.debug('A detail.'))).toEqual([])
})

test('no secret, capability or mail text is ever printed', () => {
  const circular: Record<string, unknown> = { name: 'a' }
  circular['self'] = circular
  const lines = [true, false].flatMap((json) =>
    logged(json, (log) =>
      log.error('GET /b/' + token + ' failed', {
        path: `/b/${token}/cancel?reason=1`,
        sessionToken: token,
        password: token,
        request: { headers: { cookie: token, authorization: token }, body: token },
        mail: { html: token, text: token, subject: 'Your interview' },
        url: `postgres://kept:${token}@127.0.0.1:5432/kept`,
        error: new Error(
          `connect to smtp://kept:${token}@mail.example.com failed at https://x.example/b/${token}`,
        ),
        circular,
      }),
    ),
  )
  expect(lines.join('\n')).not.toContain(token)
  expect(lines.join('\n')).toContain('Your interview')
  expect(lines.join('\n')).toContain('@mail.example.com failed')
})

test('an address keeps its shape and loses its capability', () => {
  expect(maskPath(`/b/${token}/cancel?zone=Europe/London`)).toBe('/b/[hidden]/cancel?zone=Europe/London')
  expect(maskPath(`/reset/${token}`)).toBe('/reset/[hidden]')
  expect(maskPath(`/x?token=${token}&page=2`)).toBe('/x?token=[hidden]&page=2')
  expect(maskPath('/book/physiotherapy-clinic-london/first-visit')).toBe(
    '/book/physiotherapy-clinic-london/first-visit',
  )
})
