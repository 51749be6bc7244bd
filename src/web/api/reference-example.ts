import { nameOf, type Schema } from './reference-fields.ts'

/** A value that fits a schema, made of its examples; of an object only what has to be there. */
export function exampleOf(schema: Schema, named: Record<string, Schema>): unknown {
  if (schema.$ref) return exampleOf(named[nameOf(schema.$ref)] ?? {}, named)
  if (schema.example !== undefined) return schema.example
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  const part = schema.allOf?.[0] ?? schema.anyOf?.[0] ?? schema.oneOf?.[0]
  if (part) return exampleOf(part, named)
  switch ([schema.type].flat()[0]) {
    case 'object':
      return exampleOfObject(schema, named)
    case 'array':
      return schema.default ?? [exampleOf(schema.items ?? {}, named)]
    case 'integer':
    case 'number':
      return schema.default ?? Math.max(1, schema.minimum ?? 1)
    case 'boolean':
      return schema.default ?? true
    default:
      return schema.default ?? (schema.format === 'email' ? 'cleo@mail.example' : '…')
  }
}

function exampleOfObject({ properties = {}, required = [] }: Schema, named: Record<string, Schema>) {
  const wanted = Object.entries(properties).filter(([key]) => required.includes(key))
  return Object.fromEntries(wanted.map(([key, field]) => [key, exampleOf(field, named)]))
}
