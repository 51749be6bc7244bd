import type { Child } from 'hono/jsx'
import { Section, Stack } from './layout.tsx'

/** One family of components in the gallery. */
export function Example({ name, children }: { name: string; children?: Child }) {
  return (
    <Section heading={name}>
      <Stack>{children}</Stack>
    </Section>
  )
}
