/**
 * Nothing reaches a calendar file but through here. The libraries that write and read such files let some line
 * breaks through, and a line break in the wrong place is a property that nobody meant to write.
 */

/** Text of several lines: line breaks become LF, other control characters go. */
export function gateText(text: string): string {
  return (
    text
      .replaceAll(/\r\n?|\u0085|\u2028|\u2029/g, '\n')
      .replaceAll('\t', ' ')
      // eslint-disable-next-line no-control-regex
      .replaceAll(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\uFEFF\uFFFE\uFFFF]/g, '')
      .toWellFormed()
      .replaceAll('\uFFFD', '')
      .trim()
  )
}

/** Text of one line, for names and titles. */
export function gateLine(text: string): string {
  return gateText(text).replaceAll(/\s*\n\s*/g, ' ')
}

/** A name inside a property's parameters, where many readers know no way to write a quotation mark. */
export function gateParameter(text: string): string {
  return gateLine(text)
    .replaceAll('"', '\u2019')
    .replaceAll(/[\^\\]/g, ' ')
    .trim()
}

/** A web address as the URL parser writes it. Throws for anything that is none. */
export function gateUrl(address: string): string {
  const url = new URL(address)
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new TypeError(`A calendar file links to pages, not to ${url.protocol}`)
  // The writer would put a backslash before these, which inside an address is wrong.
  const href = url.href.replaceAll(',', '%2C').replaceAll(';', '%3B').replaceAll('\\', '%5C')
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u0020\u007F-\uFFFF]/.test(href))
    throw new TypeError('An address in a calendar file is not plain.')
  return href
}

/** One bare mail address. Throws for anything that could end it early. */
export function gateAddress(address: string): string {
  // eslint-disable-next-line no-control-regex
  if (/^[^\u0000-\u0020\u007F-\uFFFF"(),:;<>@[\\\]]+@[A-Za-z0-9.-]+$/.test(address)) return address
  throw new TypeError('A calendar file needs a plain mail address.')
}
