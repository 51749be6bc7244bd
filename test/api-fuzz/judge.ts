import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { PROBLEMS, type ProblemCode } from '../../src/web/api/problems.ts'
import { escaped } from './mutations.ts'
import type { ApiDocument, DocumentedOperation } from './document.ts'
import type { FuzzRequest } from './parts.ts'

/** What the document promises, held against what comes. */
export interface Judge {
  ajv: Ajv2020
  /** Everything that is wrong with an answer, in words; nothing is wrong with most. */
  complaints(request: FuzzRequest, answer: { status: number; headers: Headers; text: string }): string[]
}

interface ProblemBody {
  status: number
  code: ProblemCode
  field?: string
  errors?: { field: string }[]
}

export function openJudge(document: ApiDocument): Judge {
  // The formats of a CommonJS package: its function is the module itself or its default.
  const addFormats = formats as unknown as (ajv: Ajv2020) => void
  const ajv = new Ajv2020({ strict: false, validateSchema: false, validateFormats: true })
  addFormats(ajv)
  ajv.addSchema(document.text, 'document')
  return {
    ajv,
    complaints(request, answer) {
      const said = [
        ...(answer.status >= 500 ? [`answers ${answer.status}`] : []),
        ...agreesWithDocument(ajv, request.operation, answer),
        ...keepsPromise(request, answer),
      ]
      return said.map((text) => `${request.operation.id}, ${request.what}: ${text}`)
    },
  }
}

function agreesWithDocument(
  ajv: Ajv2020,
  operation: DocumentedOperation,
  { status, headers, text }: { status: number; headers: Headers; text: string },
): string[] {
  const documented = operation.responses[String(status)]
  if (!documented) return [`${status} is not documented: ${text.slice(0, 200)}`]
  if (!documented.content) return text === '' ? [] : [`${status} has a body that is not documented`]
  const [type] = Object.keys(documented.content)
  const given = headers.get('content-type')?.split(';')[0]
  if (given !== type) return [`${status} comes as ${given} and not as ${type}`]
  if (type === 'application/pdf') return text.startsWith('%PDF-') ? [] : [`${status} is no PDF`]
  const place = [
    'paths',
    operation.path,
    operation.method.toLowerCase(),
    'responses',
    String(status),
    'content',
    type!,
    'schema',
  ]
  const pointer = place.map((part) => encodeURIComponent(escaped(part))).join('/')
  const body = readJson(text)
  const fits = ajv.getSchema(`document#/${pointer}`)!
  const wrong = fits(body)
    ? []
    : [`${status} is not what the document says: ${ajv.errorsText(fits.errors)} in ${text.slice(0, 300)}`]
  return status < 400 ? wrong : [...wrong, ...problemAgrees(operation, status, body as ProblemBody)]
}

function problemAgrees(operation: DocumentedOperation, status: number, body: ProblemBody): string[] {
  const listed = (operation.responses[String(status)] as { description?: string }).description ?? ''
  return [
    ...(PROBLEMS[body.code] === status && body.status === status ? [] : [`${body.code} came with ${status}`]),
    ...(listed.includes(`\`${body.code}\``) ? [] : [`${body.code} is not documented for ${status}`]),
  ]
}

function keepsPromise(
  { expects }: FuzzRequest,
  { status, text }: { status: number; text: string },
): string[] {
  if (!expects) return []
  if (status !== expects.status) return [`should be ${expects.status}, is ${status}: ${text.slice(0, 300)}`]
  const body = readJson(text) as ProblemBody
  if (expects.code && body.code !== expects.code) return [`should be ${expects.code}, is ${body.code}`]
  if (expects.field === undefined) return []
  const { field: wanted, exactly } = expects
  const named = [body.field, ...(body.errors ?? []).map(({ field }) => field)].filter(
    (field) => field !== undefined,
  )
  const near = (field: string) =>
    field === wanted || (!exactly && (field.startsWith(wanted) || wanted.startsWith(field)))
  return named.some(near) ? [] : [`should name ${wanted}, names ${named.join(', ') || 'nothing'}`]
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
