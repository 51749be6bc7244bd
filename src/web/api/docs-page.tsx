import type { Child } from 'hono/jsx'
import { guide } from '#messages/api-guide.ts'
import { referenceText as text } from '#messages/api-reference.ts'
import { paths } from '#paths.ts'
import { CodeBlock, headingsOf, Markdown } from '#ui/markdown.tsx'
import { ReferenceEntry, type ContentsGroup } from '#ui/reference-page.tsx'
import { DataTable } from '#ui/table.tsx'
import type { WebContext } from '../deps.ts'
import { DocsFrame } from './docs-frame.tsx'
import { PAPERS } from './docs-papers.ts'
import type { FieldLine } from './reference-fields.ts'
import type { Reference, ReferenceOperation } from './reference.ts'

/** GET /v1/docs: the guide and every operation as text, so that a program can be written from this page alone. */
export function docsPage(c: WebContext, reference: Reference): Response | Promise<Response> {
  // The guide's commands work as they are copied.
  const told = guide.replaceAll(SAMPLE_ORIGIN, c.var.deps.config.publicUrl)
  return c.html(
    <DocsFrame
      c={c}
      page={paths.apiDocs()}
      title={text.title}
      lead={text.lead}
      contents={contentsOf(reference)}
    >
      <Markdown text={told} links={PAPERS} />
      {reference.tags.map(({ name, description, operations }) => (
        <>
          <h2 id={anchorOf(name)}>{name}</h2>
          <p>{description}</p>
          {operations.map((operation) => (
            <Operation operation={operation} />
          ))}
        </>
      ))}
      <h2 id="schemas">{text.schemas}</h2>
      {reference.schemas.map(({ name, description, fields }) => (
        <ReferenceEntry id={schemaAnchor(name)} title={name}>
          <Markdown text={description} />
          <Fields caption={`${text.ofSchema} ${name}`} fields={fields} />
        </ReferenceEntry>
      ))}
    </DocsFrame>,
  )
}

/** The origin in docs/api.md. */
const SAMPLE_ORIGIN = 'https://book.example.com'

function contentsOf({ tags, schemas }: Reference): ContentsGroup[] {
  return [
    {
      label: text.guide,
      links: headingsOf(guide).map((heading) => ({ href: `#${heading.id}`, label: heading.text })),
    },
    ...tags.map(({ name, operations }) => ({
      label: name,
      links: operations.map(({ id, summary }) => ({ href: `#${id}`, label: summary })),
    })),
    {
      label: text.schemas,
      links: schemas.map(({ name }) => ({ href: `#${schemaAnchor(name)}`, label: name })),
    },
  ]
}

function Operation({ operation }: { operation: ReferenceOperation }) {
  const { id, method, path, summary, description, scope, parameters, body, answer, problems } = operation
  const of = (what: string) => text.about(what, summary)
  return (
    <ReferenceEntry id={id} title={summary}>
      <CodeBlock text={`${method} ${path}`} />
      <Markdown text={description} />
      <Markdown text={scope ? text.scope(scope) : text.noScope} />
      <CodeBlock text={operation.curl} />
      {parameters.length > 0 ? (
        <>
          <h4>{text.parameters}</h4>
          <Parameters caption={of(text.parameters)} lines={parameters} />
        </>
      ) : null}
      {body ? (
        <>
          <h4>{text.body}</h4>
          <Fields caption={of(text.body)} fields={body.fields} />
        </>
      ) : null}
      <h4>{text.answer(answer.status)}</h4>
      <p>
        {answer.description} {answer.name ? <SchemaLink name={answer.name} /> : null}
      </p>
      <Fields caption={of(text.answer(answer.status))} fields={answer.fields} />
      <h4>{text.problems}</h4>
      <p>
        {problems.map((code, index) => (
          <>
            {index > 0 ? ', ' : ''}
            <a href={`${paths.apiProblems()}#${code}`}>{code}</a>
          </>
        ))}
      </p>
    </ReferenceEntry>
  )
}

function Parameters({ caption, lines }: { caption: string; lines: ReferenceOperation['parameters'] }) {
  const columns = [text.field, text.place, text.type, text.needed, text.meaning].map((label) => ({ label }))
  const rows = lines.map((line) => ({
    cells: [
      <code>{line.name}</code>,
      text.places[line.place] ?? line.place,
      <Type line={line} />,
      yesOrNo(line),
      <Markdown text={line.meaning} />,
    ],
  }))
  return <DataTable caption={caption} captionHidden columns={columns} rows={rows} />
}

function Fields(props: { caption: string; fields: FieldLine[] }) {
  if (props.fields.length === 0) return <></>
  const columns = [text.field, text.type, text.needed, text.meaning].map((label) => ({ label }))
  const rows = props.fields.map((line) => ({
    cells: [<code>{line.name}</code>, <Type line={line} />, yesOrNo(line), <Markdown text={line.meaning} />],
  }))
  return <DataTable caption={props.caption} captionHidden columns={columns} rows={rows} />
}

/** A type in which the names of schemas lead to them. */
function Type({ line: { type, refs } }: { line: FieldLine }): Child {
  if (refs.length === 0) return <span>{type}</span>
  const parts = type.split(new RegExp(`\\b(${refs.join('|')})\\b`))
  return <span>{parts.map((part) => (refs.includes(part) ? <SchemaLink name={part} /> : part))}</span>
}

function SchemaLink({ name }: { name: string }) {
  return <a href={`#${schemaAnchor(name)}`}>{name}</a>
}

function yesOrNo({ required }: FieldLine): string {
  return required ? text.yes : text.no
}

function schemaAnchor(name: string): string {
  return `schema-${name}`
}

function anchorOf(tag: string): string {
  return `tag-${tag.toLowerCase().replaceAll(' ', '-')}`
}
