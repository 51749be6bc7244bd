import { raw } from 'hono/html'
import {
  MailButton,
  MailFactTable,
  MailFooter,
  MailHeading,
  MailLink,
  MailLinkRow,
  MailPage,
  MailParagraph,
} from '#ui/mail.tsx'
import type { MailLink as Link } from './mail-actions.ts'
import type { MailContent } from './mail-content.ts'
import type { MailFactLine } from './mail-source.ts'

/** The HTML part. Everything people typed is escaped by the renderer; nothing is set raw but the structured data. */
export function renderHtml(content: MailContent, structured: object[]): string {
  return String(<Mail content={content} structured={structured} />)
}

function Mail({ content, structured }: { content: MailContent; structured: object[] }) {
  const { links } = content
  return (
    <MailPage
      lang={content.locale}
      title={content.subject}
      preview={content.preview}
      business={content.business}
    >
      <MailHeading>{content.heading}</MailHeading>
      {content.opening.map((line) => (
        <MailParagraph>{line}</MailParagraph>
      ))}
      <MailFactTable facts={content.facts.map(toFact)} />
      {links.primary ? <MailButton href={links.primary.href}>{links.primary.label}</MailButton> : null}
      {links.choices ? (
        <>
          <MailParagraph>{links.choices.lead}</MailParagraph>
          <MailLinkRow links={links.choices.links.map(unbroken)} />
        </>
      ) : null}
      {links.actions.length > 0 ? <MailLinkRow links={links.actions.map(unbroken)} /> : null}
      {content.policy.map((line) => (
        <MailParagraph quiet>{line}</MailParagraph>
      ))}
      <MailFooter>
        {content.footer.map((line, index) => (
          <>
            {index > 0 ? <br /> : null}
            <bdi>{line}</bdi>
          </>
        ))}
      </MailFooter>
      {structured.length > 0
        ? raw(`<script type="application/ld+json">${scriptSafe(structured)}</script>`)
        : null}
    </MailPage>
  )
}

// On a narrow screen a row breaks between its links, and none of them in two.
function unbroken({ href, label }: Link): Link {
  return { href, label: label.replaceAll(' ', '\u00A0') }
}

// Long addresses break anywhere, or they would push the mail wider than a phone.
const breakable = 'overflow-wrap:anywhere;word-break:break-word'

function toFact({ term, detail, note, weight, href }: MailFactLine) {
  const lines = detail.split('\n').map((line, index) => (
    <>
      {index > 0 ? <br /> : null}
      {line}
    </>
  ))
  const words = <bdi style={breakable}>{lines}</bdi>
  const struck = weight === 'gone' || weight === 'was'
  return {
    term,
    detail: href ? <MailLink href={href}>{words}</MailLink> : struck ? <s>{words}</s> : words,
    note,
    strong: weight === 'when' || weight === 'gone',
  }
}

// Inside a script element only "<" can end it early; the separators are for older parsers of JavaScript.
function scriptSafe(structured: object[]): string {
  const json = JSON.stringify(structured.length === 1 ? structured[0] : structured)
  return json.replaceAll(
    /[<>&\u2028\u2029]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
