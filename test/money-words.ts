/** One line of a page or a mail that names money, and its amounts in minor units of a currency with two decimals. */
export interface MoneyLine {
  text: string
  amounts: bigint[]
}

const AMOUNT = /(\u2212|-)?(?:A\$|\$|\u00A3|\u20AC)(\d[\d,]*)(?:\.(\d{2}))?/g

/** What ends a line on the screen. Notes and words for the ear are lines of their own. */
const LINE =
  /<\/?(?:p|li|dl|dt|dd|h[1-6]|tr|td|th|button|a|option|label|legend|summary|caption|div|section|main|ul|ol|title|table|thead|tbody|form|header|footer|nav|fieldset|details|article|aside|small|span class="(?:visually-hidden|details-note))\b[^>]*>/g

/** The lines of an HTML page that name money; a term and what it means are one line. */
export function moneyOnPage(html: string): MoneyLine[] {
  const shown = html
    .replaceAll(/<(style|script)\b[\s\S]*?<\/\1>/g, '')
    .replaceAll(/<dt>([\s\S]*?)<\/dt>\s*<dd[^>]*>/g, (_, term: string) => {
      const [words, ...notes] = term.split(/<small>/)
      return `<p>${notes.join(' ')}</p><p>${words}: `
    })
    // A row of a table is read as a whole.
    .replaceAll(/<tr\b[\s\S]*?<\/tr>/g, (row) =>
      row
        .replaceAll(/<(?:details|form|ul)\b[\s\S]*?<\/(?:details|form|ul)>/g, (part) => `</tr>${part}<tr>`)
        .replaceAll(/<\/t[hd]>\s*/g, ' | ')
        .replaceAll(/<t[hd]\b[^>]*>/g, '')
        // Two cells are a term and what it means.
        .replace(/^([^|]*)\|([^|]*)\|([^|]*)$/, '$1: $2 $3'),
    )
  return shown.split(LINE).flatMap((line) => moneyLines(line.replaceAll(/<[^>]+>/g, ' ')))
}

/** The lines of a mail's text part that name money. */
export function moneyInText(text: string): MoneyLine[] {
  return text.split('\n').flatMap(moneyLines)
}

// Sentence by sentence, because a policy says several amounts in one paragraph.
function moneyLines(line: string): MoneyLine[] {
  return line
    .replaceAll(/\s+/g, ' ')
    .replaceAll(' : ', ': ')
    .split(/(?<=[.?])\s+(?=\p{Lu})/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence.search(AMOUNT) >= 0)
    .map((text) => ({ text, amounts: amountsIn(text) }))
}

function amountsIn(text: string): bigint[] {
  return [...text.matchAll(AMOUNT)].map(([, sign, whole, cents]) => {
    const minor = BigInt(whole!.replaceAll(',', '') + (cents ?? '00'))
    return sign ? -minor : minor
  })
}
