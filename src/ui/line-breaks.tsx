/** Text with an e-mail or web address in it, which breaks where the address has a seam and not inside a word. */
export function Breakable({ text }: { text: string }) {
  // After the @ and the scheme, and before each part of a path.
  const parts = text.split(/(?<=@|:\/\/)|(?<=[^/:])(?=\/)/)
  return (
    <>
      {parts.map((part, index) => (
        <>
          {index > 0 ? <wbr /> : null}
          {part}
        </>
      ))}
    </>
  )
}

/** The same text with "8:00 AM" on one line. For pages only: a mail's text and a calendar file keep plain spaces. */
export function wholeTimes(text: string): string {
  return text.replaceAll(/(\d) ([AP]M)\b/g, '$1\u00A0$2')
}
