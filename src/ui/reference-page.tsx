import type { Child } from 'hono/jsx'
import { Document, SkipLink, type DocumentProps, type PageLink } from './page.tsx'

export type ContentsGroup = { label: string; links: readonly PageLink[] }

/** A long text to look things up in: contents beside it where there is room, behind a fold where there is not. */
export function ReferencePage(
  props: DocumentProps & {
    skipLabel: string
    brand: PageLink
    /** The other pages of the reference. */
    linksLabel: string
    links: readonly (PageLink & { current?: boolean | undefined })[]
    contentsLabel?: string | undefined
    contents?: readonly ContentsGroup[] | undefined
    children?: Child
  },
) {
  return (
    <Document {...props} face="staff">
      <body class="reference">
        <SkipLink label={props.skipLabel} />
        <header class="reference-header">
          <div class="page-bar">
            <span class="page-bookmark" aria-hidden="true"></span>
            <a class="page-business" href={props.brand.href}>
              <bdi>{props.brand.label}</bdi>
            </a>
            <nav class="reference-links" aria-label={props.linksLabel}>
              {props.links.map(({ href, label, current }) => (
                <a href={href} aria-current={current ? 'page' : undefined}>
                  {label}
                </a>
              ))}
            </nav>
          </div>
        </header>
        <div class="reference-frame" data-contents={props.contents ? '' : undefined}>
          {props.contents ? <Contents label={props.contentsLabel ?? ''} groups={props.contents} /> : null}
          <main class="reference-main" id="main" tabindex={-1}>
            {props.children}
          </main>
        </div>
      </body>
    </Document>
  )
}

function Contents({ label, groups }: { label: string; groups: readonly ContentsGroup[] }) {
  return (
    <details class="reference-contents fold">
      <summary>{label}</summary>
      <nav aria-label={label}>
        {groups.map((group) => (
          <>
            <p class="reference-group">{group.label}</p>
            <ul class="link-list">
              {group.links.map((link) => (
                <li>
                  <a href={link.href}>{link.label}</a>
                </li>
              ))}
            </ul>
          </>
        ))}
      </nav>
    </details>
  )
}

/** One thing of the reference under its own address. `mark` stands before its name in the same line. */
export function ReferenceEntry(props: {
  id: string
  mark?: string | undefined
  title: string
  children?: Child
}) {
  return (
    <article class="reference-entry" id={props.id} aria-labelledby={`${props.id}-title`}>
      <h3 id={`${props.id}-title`}>
        {props.mark ? <code>{props.mark}</code> : null} {props.title}
      </h3>
      {props.children}
    </article>
  )
}
