import type { Child } from 'hono/jsx'
import { referenceText as text } from '#messages/api-reference.ts'
import { paths } from '#paths.ts'
import { PageHeading } from '#ui/layout.tsx'
import { ReferencePage, type ContentsGroup } from '#ui/reference-page.tsx'
import { assetPath } from '../assets.ts'
import type { WebContext } from '../deps.ts'

/** The frame of the pages about the API. */
export function DocsFrame(props: {
  c: WebContext
  /** The address of this page. */
  page: string
  title: string
  lead?: string | undefined
  script?: string | undefined
  contents?: ContentsGroup[] | undefined
  children?: Child
}) {
  const links = [
    { href: paths.apiDocs(), label: text.title },
    { href: paths.apiWebhooks(), label: text.webhooksLink },
    { href: paths.apiMcp(), label: text.mcpLink },
    { href: paths.apiEmbedding(), label: text.embeddingLink },
    { href: paths.apiProblems(), label: text.problemsLink },
    { href: paths.apiTry(), label: text.tryLink },
    { href: paths.apiDocument(), label: text.documentLink },
  ]
  return (
    <ReferencePage
      title={`${props.title} · ${text.brand}`}
      lang="en"
      stylesheet={assetPath('src/ui/styles/staff.css')}
      script={props.script}
      nonce={props.c.var.nonce}
      skipLabel={text.skip}
      brand={{ href: paths.home(), label: text.brand }}
      linksLabel={text.pages}
      links={links.map((link) => ({ ...link, current: link.href === props.page }))}
      contentsLabel={text.contents}
      contents={props.contents}
    >
      <PageHeading title={props.title} lead={props.lead} />
      {props.children}
    </ReferencePage>
  )
}
