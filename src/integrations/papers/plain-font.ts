import { inflateSync } from 'node:zlib'

/** Kerning and ligatures: reading their tables takes ten times as long as drawing an invoice without them. */
const LEFT_OUT = new Set(['GPOS', 'GSUB', 'GDEF'])

/**
 * A web font (WOFF) unpacked into the plain font inside it. Whoever draws letters looks into its tables for each of
 * them, and would unpack a whole table each time.
 */
export function plainFont(woff: Buffer): Buffer {
  const all = Array.from({ length: woff.readUInt16BE(12) }, (_, index) => tableAt(woff, index))
  const tables = all.filter(({ tag }) => !LEFT_OUT.has(tag))
  const header = Buffer.alloc(12 + 16 * tables.length)
  const widest = Math.floor(Math.log2(tables.length))
  woff.copy(header, 0, 4, 8)
  header.writeUInt16BE(tables.length, 4)
  header.writeUInt16BE(16 * 2 ** widest, 6)
  header.writeUInt16BE(widest, 8)
  header.writeUInt16BE(16 * (tables.length - 2 ** widest), 10)
  const parts: Buffer[] = [header]
  let offset = header.length
  for (const [index, { tag, checksum, data }] of tables.entries()) {
    const entry = 12 + 16 * index
    header.write(tag, entry, 'latin1')
    header.writeUInt32BE(checksum, entry + 4)
    header.writeUInt32BE(offset, entry + 8)
    header.writeUInt32BE(data.length, entry + 12)
    const padding = Buffer.alloc((4 - (data.length % 4)) % 4)
    parts.push(data, padding)
    offset += data.length + padding.length
  }
  return Buffer.concat(parts)
}

function tableAt(woff: Buffer, index: number) {
  const entry = 44 + 20 * index
  const offset = woff.readUInt32BE(entry + 4)
  const packedLength = woff.readUInt32BE(entry + 8)
  const packed = woff.subarray(offset, offset + packedLength)
  return {
    tag: woff.toString('latin1', entry, entry + 4),
    checksum: woff.readUInt32BE(entry + 16),
    data: packedLength < woff.readUInt32BE(entry + 12) ? inflateSync(packed) : packed,
  }
}
