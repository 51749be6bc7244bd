import type { Child } from 'hono/jsx'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { ReasonProblem, TypedReason } from './manage-reason.tsx'

export type ManageAction = 'reschedule' | 'cancel' | 'keep'

/** What was written to the questions that became required since the booking was made. */
export interface SentAnswers {
  /** By name of the field. */
  typed: Record<string, string>
  problems: { field: string; text: string }[]
}

/** What a page shows beside the booking itself: where it comes after something was refused, and what was typed. */
export interface PageState {
  status?: ContentfulStatusCode
  /** A banner about what was refused. */
  notice?: Child
  /** Sessions chosen so far, by id, as the address or the form named them. */
  sessions: readonly string[]
  typed: TypedReason
  problem?: ReasonProblem
  /** Of a move: what was written to the questions that became required since. */
  answers?: SentAnswers
  /** The sealed quote that the form came with, where it still holds. */
  sealed?: string
  /** `credit` where the form chose it. */
  take?: string
}

/** One part of the page: what is asked, and the row of buttons that stays in sight. */
export interface ManageSection {
  title: string
  /** The status of the answer where it is not the page's. */
  status?: ContentfulStatusCode
  failed?: boolean
  /** What is wrong with the form, for the top of the page. */
  summary?: Child
  body: Child
  actions?: Child
}
