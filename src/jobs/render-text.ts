import type { MailContent } from './mail-content.ts'
import type { MailFactLine } from './mail-source.ts'

/** The text part: complete, with every address spelled out. */
export function renderText(content: MailContent): string {
  const { primary, actions } = content.links
  const links = [...(primary ? [primary] : []), ...actions].map(({ label, href }) => `${label}:\n${href}`)
  const parts = [
    content.business,
    content.heading,
    content.opening.join('\n'),
    content.facts.map(factLines).join('\n'),
    ...links,
    content.policy.join('\n'),
    ['-- ', ...content.footer].join('\n'),
  ]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

function factLines({ term, detail, note, weight }: MailFactLine): string {
  const indented = detail.replaceAll('\n', weight === undefined ? '\n  ' : ', ')
  return [`${term}: ${indented}`, ...(note ? [`  ${note}`] : [])].join('\n')
}
