import { papers } from '#messages/api-guide.ts'
import { Markdown } from '#ui/markdown.tsx'
import type { WebContext } from '../deps.ts'
import { DocsFrame } from './docs-frame.tsx'
import { PAPERS } from './docs-papers.ts'

/** A page that shows one of the papers of docs/ to whoever writes a program. */
export function paperPage(name: keyof typeof papers): (c: WebContext) => Response | Promise<Response> {
  const { title, text } = papers[name]
  return (c) => {
    // The commands work as they are copied.
    const told = text.replaceAll(/https:\/\/(your-kept|book)\.example(\.com)?/g, c.var.deps.config.publicUrl)
    return c.html(
      <DocsFrame c={c} page={PAPERS[`${name}.md`]} title={title}>
        <Markdown text={told} links={PAPERS} />
      </DocsFrame>,
    )
  }
}
