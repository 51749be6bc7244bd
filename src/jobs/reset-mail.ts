import type { Reader } from '#platform/db.ts'
import { loadReset } from '#domain/access/password-reset.ts'
import type { SystemScope } from '#domain/access/scope.ts'
import type { FactPayloads } from '#domain/facts/fact.ts'
import type { MailToDeliver } from '#domain/notifications/load-delivery.ts'
import { loadSettings } from '#domain/organizations/settings.ts'
import { localeOf } from '#messages/locale.ts'
import { resetMailWords } from '#messages/staff-sign-in.ts'
import { paths } from '../paths.ts'
import { maskToken, type ComposedMail } from './compose-mail.ts'
import type { MailContent } from './mail-content.ts'
import { renderHtml } from './render-mail.tsx'
import { renderText } from './render-text.ts'

/**
 * The mail with the link to a new password, the one mail that is about no booking. Null when the link was used or
 * ran out meanwhile. The copy that the outbox shows has no working link: it would open the account of whoever asked.
 */
export async function composeResetMail(
  db: Reader,
  scope: SystemScope,
  delivery: MailToDeliver,
  from: { secret: string; publicUrl: string; sender: string },
): Promise<ComposedMail | null> {
  const { reset: resetId } = delivery.fact.payload as FactPayloads['member.password_reset_asked']
  const reset =
    delivery.recipient.id &&
    (await loadReset(db, scope, from.secret, { memberId: delivery.recipient.id, resetId }))
  if (!reset) return null
  const { name: business, locale: language } = await loadSettings(db, scope)
  const content = resetContent(business, language, `${from.publicUrl}${paths.resetPassword(reset.token)}`)
  const [text, html] = [renderText(content), renderHtml(content, [])]
  const mask = (part: string) => maskToken(part, reset.token)
  return {
    message: {
      messageId: `<${delivery.id}@${from.sender.split('@').at(-1)!}>`,
      from: { name: business, address: from.sender },
      replyTo: null,
      to: { name: reset.name, address: delivery.to },
      cc: [],
      subject: content.subject,
      text,
      html,
      calendar: [],
    },
    copy: { subject: content.subject, text: mask(text), html: mask(html), calendar: null },
  }
}

function resetContent(business: string, language: string, href: string): MailContent {
  const locale = localeOf(language)
  const words = resetMailWords(locale)
  return {
    locale,
    subject: words.subject,
    preview: words.opening[0]!,
    business,
    heading: words.subject,
    opening: words.opening,
    facts: [],
    links: { primary: { href, label: words.button }, actions: [] },
    policy: [],
    footer: [words.footer(business)],
  }
}
