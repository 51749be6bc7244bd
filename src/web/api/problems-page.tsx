import { problemText } from '#messages/api.ts'
import { problemMembersText } from '#messages/api-problem-members.ts'
import { problemsText as text } from '#messages/api-reference.ts'
import { paths } from '#paths.ts'
import { Markdown } from '#ui/markdown.tsx'
import { DataTable } from '#ui/table.tsx'
import type { WebContext } from '../deps.ts'
import { DocsFrame } from './docs-frame.tsx'
import { PROBLEMS, type ProblemCode } from './problems.ts'

/** GET /v1/problems: every code under its own anchor; the `type` of a problem leads here. */
export function problemsPage(c: WebContext): Response | Promise<Response> {
  const columns = [text.code, text.status, text.means, text.members].map((label) => ({ label }))
  const rows = (Object.keys(PROBLEMS) as ProblemCode[]).map((code) => {
    const { title, detail } = problemText(code)
    return {
      id: code,
      cells: [
        <code>{code}</code>,
        String(PROBLEMS[code]),
        <Markdown text={`**${title}.** ${detail}`} />,
        <Markdown text={problemMembersText(code)} />,
      ],
    }
  })
  return c.html(
    <DocsFrame c={c} page={paths.apiProblems()} title={text.title} lead={text.lead}>
      <Markdown text={`${text.shape}\n\n${text.fields}`} />
      <DataTable caption={text.title} captionHidden columns={columns} rows={rows} />
    </DocsFrame>,
  )
}
