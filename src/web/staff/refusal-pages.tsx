import { refusalWords } from '#messages/staff.ts'
import { paths } from '#paths.ts'
import { ButtonLink } from '#ui/button.tsx'
import { EmptyPanel } from '#ui/empty-panel.tsx'
import { staffFrame } from './frame.tsx'
import type { StaffContext } from './staff-env.ts'

/** 403: the role does not allow it, and these colleagues can help. Nothing was done. */
export function forbiddenPage(c: StaffContext, helpers: string[]): Response | Promise<Response> {
  const words = refusalWords(c.var.locale)
  return staffFrame(
    c,
    { title: words.forbiddenTitle, current: null, status: 403 },
    <EmptyPanel level={1} heading={words.forbiddenTitle} action={<Home label={words.toActivity} />}>
      {words.forbidden(c.var.viewer.roleName, helpers)}
    </EmptyPanel>,
  )
}

/** 404: the same for what never was and for what belongs to another organization. */
export function missingPage(c: StaffContext): Response | Promise<Response> {
  const words = refusalWords(c.var.locale)
  return staffFrame(
    c,
    { title: words.missingTitle, current: null, status: 404 },
    <EmptyPanel level={1} heading={words.missingTitle} action={<Home label={words.toActivity} />}>
      {words.missing}
    </EmptyPanel>,
  )
}

function Home({ label }: { label: string }) {
  return <ButtonLink href={paths.activity()}>{label}</ButtonLink>
}
