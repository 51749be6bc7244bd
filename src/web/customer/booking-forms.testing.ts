import type { World } from '../../../test/world.ts'

/** A free time of the panel in the test world: Friday 4 December 2026, 10:00am in New York. */
export const FREE_START = '2026-12-04T15:00:00Z'

export const DETAILS_PATH = '/book/hiring/panel/details'

/** What Cleo writes, complete and in order. */
export const CLEO = { name: 'Cleo Martin', email: 'cleo.martin@mail.example', phone: '', guests: '' }

/** Opens the details form as a browser does and returns its hidden fields. */
export async function openDetails(
  world: World,
  start: string = FREE_START,
  query = '',
): Promise<{ key: string; start: string; tz: string }> {
  const page = await world.visit(`${DETAILS_PATH}?start=${start}${query}`)
  const html = await page.text()
  if (page.status !== 200) throw new Error(`The form did not open: ${page.status}.`)
  return { key: hidden(html, 'key'), start: hidden(html, 'start'), tz: hidden(html, 'tz') }
}

/** The value of a hidden field. */
export function hidden(html: string, name: string): string {
  return unescapeHtml(new RegExp(`<input type="hidden" name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '')
}

/** What stands in a text field or a text area. */
export function fieldValue(html: string, name: string): string {
  const input = new RegExp(`<input id="f-${name}"[^>]*? value="([^"]*)"`, 's').exec(html)?.[1]
  const area = new RegExp(`<textarea id="f-${name}"[^>]*>([^<]*)</textarea>`, 's').exec(html)?.[1]
  return unescapeHtml(input ?? area?.replace(/^\n/, '') ?? '')
}

/** What a reader sees: no tags, one space between words. */
export function words(html: string): string {
  const body = html.slice(html.indexOf('<body')).replaceAll(/<(script|style)[\s\S]*?<\/\1>/g, ' ')
  return unescapeHtml(body.replaceAll(/<[^>]+>/g, ' '))
    .replaceAll(/\s+/g, ' ')
    .trim()
}

function unescapeHtml(text: string): string {
  const named: Record<string, string> = {
    '&lt;': '<',
    '&gt;': '>',
    '&quot;': '"',
    '&#39;': "'",
    '&amp;': '&',
  }
  return text.replaceAll(/&(?:lt|gt|quot|#39|amp);/g, (entity) => named[entity]!)
}
