import type { MailLink } from './mail-actions.ts'
import type { MailContent } from './mail-content.ts'
import type { MailFactLine } from './mail-source.ts'

/** The text part: complete, with every address spelled out. */
export function renderText(content: MailContent): string {
  const { primary, actions, choices } = content.links
  const inWords = ({ label, href }: MailLink) => `${label}:\n${href}`
  const links = [
    ...(primary ? [inWords(primary)] : []),
    ...(choices ? [choices.lead, ...choices.links.map(inWords)] : []),
    ...actions.map(inWords),
  ]
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
