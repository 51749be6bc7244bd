import type { problemText } from './api.ts'

/**
 * What a problem carries beside the members that every problem has, by its code. Markdown, in English only, for the
 * people who write the programs.
 */
const MEMBERS: Partial<Record<Parameters<typeof problemText>[0], string>> = {
  scope_missing: '`scope`: the scope that the key lacks.',
  slot_taken:
    '`nearest`: free starts around the wanted one, as instants. When booking, `start` and `why`. When changing, `session` and `booking`.',
  slot_unavailable:
    '`why`: `past`, `notice`, `horizon`, `off_grid`, `outside_hours` or `cap`. When booking, `start` and `nearest`. When changing, `session` and `booking`.',
  policy_refused:
    '`session`, `booking`, and `refusal` with its own `code`, such as `too_late` with `closed_at`.',
  state_refused:
    '`state`: where the session stands. Of a change `session` and `booking`. Of an action `why`: `not_from_this_state`, `too_early` or `already_started`. Of payments, refunds, fees and asks their own state. Of asks and of what is taken back `why`: `not_open`, `wrong_kind` with the `kind`, `not_askable`, `not_requested`, `unsure` while a bank has not answered, `nothing_to_undo` or `credit_spent`.',
  changed_meanwhile: '`booking`: as it stands now. `revision`: the number it has now.',
  quote_expired: '`booking`: as it stands now.',
  approval_required: '`booking`: as it stands now.',
  answers_missing: '`booking`: as it stands now.',
  ask_open: '`ask`: the question that waits.',
  undo_too_late: '`still_free`: whether the times can be booked again. `nearest`: free starts, as instants.',
  payment_required:
    '`pay`: the amount as money. `payments`: the address at which a payment is started. `booking`: as it stands now.',
  fee_undecided: '`default`: the fee that is asked for, as money. `booking`: as it stands now.',
  fee_out_of_range: '`most`: as money. `booking`: as it stands now.',
  refund_too_large: '`most`: what may go back at most, as money. Of a change `booking`.',
  no_credit_offered: '`booking`: as it stands now.',
  discount_refused:
    '`because`: `unknown_code`, `code_not_yet_valid`, `code_expired`, `code_used_up` or `code_not_for_this`.',
  amount_refused: '`most` or `least`, as money.',
  needs_another_member: '`limit`: as money.',
  provider_failed: '`payment`: its id. `unsure`: whether money may have moved.',
  not_permitted: 'When a fee is waived without the right to, `default`: the fee, as money.',
  precondition_failed: '`booking`: as it stands now.',
  reason_required: '`booking`: as it stands now.',
  cannot_be_resent: '`why`: `sample`, `not_a_mail` or `endpoint_off`.',
  address_refused: '`why`: `not_an_address`, `not_https`, `has_credentials`, `unknown_host` or `not_public`.',
  invalid_request:
    '`errors`: every field at fault. When several pages offer the event type, `booking_pages`. When a text is too long, `longest`.',
  not_found: '`session`: where a session is named that the booking does not have.',
  chosen_twice: '`session`: the one that is named twice.',
  same_time: '`session` and `booking`.',
  wrong_number_of_times: '`wanted`: how many starts to send.',
}

/** What comes with a problem besides; empty where nothing does. */
export function problemMembersText(code: Parameters<typeof problemText>[0]): string {
  return MEMBERS[code] ?? ''
}
