import { z } from '@hono/zod-openapi'
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from '#domain/access/password-reset.ts'
import type { TeamEntry } from '#domain/team/members.ts'
import { cleanText } from '#platform/forms.ts'
import { showId } from '#platform/public-ids.ts'
import { idOf } from './ids.ts'
import { zone } from './schemas.ts'
import { HIGHEST_AMOUNT } from './terms-schema.ts'
import { emailIn, line, optionalLine, zoneIn } from './text-schemas.ts'

const role = z.string().min(1).max(100).openapi({
  example: 'host',
  description:
    'The key of a role: `owner`, `admin`, `manager`, `dispatcher`, `accountant`, `host`, `viewer`, or one of your own. Nobody can give or take a role that holds more than their own.',
})

export const teamMemberSchema = z
  .strictObject({
    id: idOf('member'),
    name: z.string(),
    email: z.string(),
    title: z.string().openapi({ description: 'What customers see under the name; may be empty.' }),
    zone: zone.openapi({ description: 'Hours and dates of this member are times of day in it.' }),
    role,
    active: z
      .boolean()
      .openapi({ description: 'A member who is switched off cannot sign in and takes no new bookings.' }),
    refund_limit: z.number().int().nullable().openapi({
      description:
        'Refunds that they ask for up to this amount, in minor units, need no second person; null is no limit.',
    }),
  })
  .openapi('TeamMember')

export const newMemberSchema = z
  .strictObject({
    name: line(200),
    email: emailIn(),
    title: optionalLine(200).default(''),
    zone: zoneIn().optional().openapi({ description: "The organization's zone where none is sent." }),
    role,
    password: z
      .string()
      .min(SHORTEST_PASSWORD)
      .max(LONGEST_PASSWORD)
      .transform(cleanText)
      .refine((typed) => typed.length >= SHORTEST_PASSWORD, `has fewer than ${SHORTEST_PASSWORD} characters`)
      .optional()
      .openapi({
        description:
          'Without one they choose it by mail. Somebody who has a sign-in already keeps their password.',
      }),
  })
  .openapi('NewTeamMember')

export const memberChangeSchema = z
  .strictObject({
    name: line(200),
    title: optionalLine(200),
    zone: zoneIn(),
    role,
    active: z.boolean(),
    refund_limit: z.number().int().min(0).max(HIGHEST_AMOUNT).nullable().openapi({
      description: 'Minor units. Nobody can give a higher limit than their own; null is no limit.',
    }),
  })
  .partial()
  .openapi('TeamMemberChange')

export function showMember(member: TeamEntry): z.input<typeof teamMemberSchema> {
  return {
    id: showId('member', member.id),
    name: member.name,
    email: member.email,
    title: member.title,
    zone: member.zone,
    role: member.roleKey,
    active: member.active,
    refund_limit: member.refundLimitMinor === null ? null : Number(member.refundLimitMinor),
  }
}
