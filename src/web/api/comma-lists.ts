import { z } from '@hono/zod-openapi'

/** A query parameter that takes one or several of these names: `?status=scheduled,canceled`. */
export function someOf<const Name extends string>(names: readonly Name[], example: string) {
  const one = `(${names.map((name) => name.replaceAll('.', String.raw`\.`)).join('|')})`
  return z
    .string()
    .regex(new RegExp(`^${one}(,${one})*$`), `takes ${names.join(', ')}`)
    .transform((text) => [...new Set(text.split(','))] as Name[])
    .openapi({
      type: 'string',
      description: `Comma separated: ${names.map((name) => `\`${name}\``).join(', ')}.`,
      example,
    })
}
