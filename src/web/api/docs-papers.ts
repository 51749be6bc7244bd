import { paths } from '#paths.ts'

/** Where the papers that name each other are served. */
export const PAPERS = {
  'api.md': paths.apiDocs(),
  'webhooks.md': paths.apiWebhooks(),
  'mcp.md': paths.apiMcp(),
  'embedding.md': paths.apiEmbedding(),
}

/** A paper with links that work wherever it is read, such as in the description of the document. */
export function withServedLinks(paper: string): string {
  return Object.entries(PAPERS).reduce(
    (text, [file, address]) => text.replaceAll(`](${file})`, `](${address})`),
    paper,
  )
}
