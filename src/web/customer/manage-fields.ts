import { typedOf, type Typed } from '#platform/forms.ts'
import type { WebContext } from '../deps.ts'

/** Body of a form as its fields, or null when the request carries no form that can be read. */
export async function readFields(c: WebContext): Promise<Typed | null> {
  const type = c.req.header('content-type') ?? ''
  if (!/^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(type)) return null
  try {
    return typedOf(await c.req.formData())
  } catch (error) {
    // A body over the limit is answered by the middleware that measures it.
    if (error instanceof TypeError) return null
    throw error
  }
}
