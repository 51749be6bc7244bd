import type { z } from '@hono/zod-openapi'
import type { FieldError } from './problems.ts'

/** Every mistake of a part of a request, with a place that programs can find. */
export function fieldErrors(target: string, error: z.core.$ZodError): FieldError[] {
  return error.issues.flatMap((issue) =>
    placesOf(issue).map((path) => ({
      field: target === 'json' ? pointer(path) : placeOf(target, path.join('.')),
      code: issue.code,
      detail: issue.message,
    })),
  )
}

// Headers are named as they travel, in small letters.
function placeOf(target: string, name: string): string {
  if (target === 'header') return `header:${name.toLowerCase()}`
  return `${target === 'param' ? 'path' : target}:${name}`
}

// An unknown member is reported by zod at the object that holds it; people look for the member itself.
function placesOf(issue: z.core.$ZodIssue): PropertyKey[][] {
  return issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path]
}

function pointer(path: PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}
