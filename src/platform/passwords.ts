import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'

// OWASP's second recommended setting for argon2id: 19 MiB, two passes, one lane.
const MEMORY_KIB = 19_456
const PASSES = 2
const TAG_BYTES = 32

/** An argon2id hash in the usual text form, with its own salt and costs. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16)
  const tag = await derive(password, nonce, MEMORY_KIB, PASSES)
  const text = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '')
  return `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=1$${text(nonce)}$${text(tag)}`
}

/** True when the password belongs to the hash. A missing hash costs the same time, so that it cannot be noticed. */
export async function passwordMatches(password: string, hash: string | null): Promise<boolean> {
  const parts = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=1\$([^$]+)\$([^$]+)$/.exec(hash ?? '')
  if (!parts) {
    await derive(password, Buffer.alloc(16), MEMORY_KIB, PASSES)
    return false
  }
  const expected = Buffer.from(parts[4]!, 'base64')
  const actual = await derive(password, Buffer.from(parts[3]!, 'base64'), Number(parts[1]), Number(parts[2]))
  return expected.length === actual.length && timingSafeEqual(expected, actual)
}

function derive(password: string, nonce: Buffer, memory: number, passes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parameters = { message: password, nonce, parallelism: 1, tagLength: TAG_BYTES, memory, passes }
    argon2('argon2id', parameters, (error, tag) => (error ? reject(error) : resolve(tag)))
  })
}
