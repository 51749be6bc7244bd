import api from '../../docs/api.md?raw'
import embedding from '../../docs/embedding.md?raw'
import mcp from '../../docs/mcp.md?raw'
import webhooks from '../../docs/webhooks.md?raw'

/** The introduction of the API's reference, in Markdown: docs/api.md without its title. */
export const guide = withoutTitle(api)

/** Papers of docs/ that are read on their own, in Markdown. */
export const papers = {
  webhooks: { title: titleOf(webhooks), text: withoutTitle(webhooks) },
  mcp: { title: titleOf(mcp), text: withoutTitle(mcp) },
  embedding: { title: titleOf(embedding), text: withoutTitle(embedding) },
}

function titleOf(paper: string): string {
  return paper.slice(2, paper.indexOf('\n'))
}

function withoutTitle(paper: string): string {
  return paper.slice(paper.indexOf('\n')).trim()
}
