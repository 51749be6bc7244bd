/**
 * The words of the API: what each problem is called and what to do about it. Programs read codes; these sentences
 * are for the people who write the programs, in English only.
 */
const PROBLEM_WORDS = {
  malformed_json: ['The body is not JSON', 'Send a JSON document with a matching Content-Length.'],
  malformed_request: ['The request cannot be read', 'Send it again as the reference describes it.'],
  idempotency_key_missing: [
    'The Idempotency-Key is missing',
    'Make a new key of 1 to 255 characters for every wish. Trying again sends the same one.',
  ],
  unauthorized: [
    'No working key',
    'Send "Authorization: Bearer kept_…" with a key that has not been revoked.',
  ],
  scope_missing: [
    'The key lacks a scope',
    'Make a key that has the scope named here, or ask somebody who may.',
  ],
  not_permitted: [
    'The member may not do this',
    'The key acts for a team member whose role does not allow this.',
  ],
  not_found: ['There is no such thing here', 'Check the id: your organization has nothing under it.'],
  method_not_allowed: ['This address takes other methods', 'Use one of the methods in the Allow header.'],
  slot_taken: [
    'The time is taken',
    'Somebody else was faster, and nothing changed. `nearest` lists the nearest free times.',
  ],
  slot_unavailable: [
    'The time is not offered',
    '`why` says what stands in the way. Ask for the slots and choose one of them.',
  ],
  policy_refused: [
    'The policy does not allow it',
    'The booking stays as it is. `refusal` says which rule decided and when it closed.',
  ],
  state_refused: [
    'The session is in another state',
    'The action is not possible from the state that `state` names.',
  ],
  changed_meanwhile: [
    'The booking changed meanwhile',
    'Nothing was done. Look at `booking`, which is how it stands now, and ask for a new quote.',
  ],
  quote_expired: ['The quote has expired', 'Nothing was done. Ask for a new quote and confirm that one.'],
  approval_required: [
    'The team decides on new times',
    'Nothing was done. Ask for the new times instead; the present ones stay until there is an answer.',
  ],
  answers_missing: [
    'Answers are missing',
    'Questions became required since this was booked. Send their answers with the change.',
  ],
  ask_open: [
    'The team is asked already',
    'Nobody has answered yet. Wait for the answer to `ask`, or withdraw it and ask again.',
  ],
  undo_too_late: [
    'It cannot be taken back any more',
    'The times are no longer kept. `still_free` says whether they can be booked again.',
  ],
  not_offered: [
    'This cannot be booked',
    'The booking page or the event type is switched off, or the page does not offer it.',
  ],
  payment_required: [
    'It has to be paid first',
    'Nothing was changed. POST the quote with `for` set to `change` to `payments`, and send the customer to its `url`.',
  ],
  nothing_to_pay: ['There is nothing to pay', 'What this payment would be for is paid, or costs nothing.'],
  hold_lost: [
    'The times are free again',
    'They were kept for some minutes and nobody paid. Book again, or ask for a new quote.',
  ],
  not_collected_online: [
    'Nothing is collected online here',
    'No provider is connected. Write down what was paid another way as a manual payment.',
  ],
  provider_failed: [
    'The payment provider did not do it',
    'With `unsure` nobody knows yet: look at `payment` in a minute. Otherwise nothing moved; try again with a new key.',
  ],
  amount_refused: ['Another amount is needed', '`most` or `least` says how much it may be.'],
  payment_disputed: [
    'The bank of the customer has it',
    'The payment is disputed. What goes back there must not go back a second time.',
  ],
  way_not_possible: [
    'It cannot go back this way',
    'Cash and transfers go back `outside`; what an online provider collected can go back through it.',
  ],
  no_saved_card: ['No card was left', 'The customer left none for this booking. Ask them to pay instead.'],
  needs_another_member: [
    'Somebody else has to approve it',
    'It is more than the member may approve for themselves: `limit`.',
  ],
  fee_undecided: [
    'The cancellation fee needs a decision',
    'It is late, and the organization asks for `default`. Send `fee` with accept, change, skip or ask.',
  ],
  fee_out_of_range: ['No fee is as high as that', '`most` is the highest fee that is taken.'],
  refund_too_large: ['That is more than can go back', '`most` is what was paid and may still be given back.'],
  no_credit_offered: ['The policy offers no credit', 'Leave `take` out, or send `money`.'],
  discount_refused: [
    'The discount code takes nothing off',
    '`because` says why. Leave it out or send another one.',
  ],
  already_exists: ['Something like it exists already', 'Choose another value for the field named here.'],
  in_use: ['It is still in use', 'Something else depends on it as it is.'],
  last_owner: ['The last owner stays', 'Give another member the role of owner first.'],
  currency_locked: ['The currency stays', 'Prices were agreed in it, so it cannot change any more.'],
  cannot_be_resent: ['It cannot be sent again', '`why` says why.'],
  request_in_progress: [
    'The same request is under way',
    'Wait a second and send it again with the same key: you get its answer.',
  ],
  precondition_failed: [
    'The booking has another revision',
    'Nothing was done. Look at `booking`, which is how it stands now.',
  ],
  too_large: ['The body is too large', 'Send at most one mebibyte.'],
  unsupported_media_type: ['The body has another type', 'Send it with "Content-Type: application/json".'],
  invalid_request: ['Something in the request is wrong', '`errors` names every field and what it takes.'],
  idempotency_key_reused: [
    'The key belongs to another request',
    'It was used within 72 hours for a request that says something else. Make a new key.',
  ],
  quote_unreadable: [
    'The quote is not one of ours',
    'Send the `quote` of an answer unchanged, for the same booking and the same actor.',
  ],
  reason_required: ['A reason is needed', 'The policy asks for one. Send it as `reason`.'],
  nothing_chosen: ['No session is chosen', 'Name at least one session to cancel or to reschedule.'],
  chosen_twice: ['A session is named twice', 'Name every session once, to cancel or to reschedule.'],
  same_time: ['The session is at that time already', 'Choose another time.'],
  same_time_twice: ['Two sessions have one time', 'Choose a different time for every session.'],
  wrong_number_of_times: [
    'The number of times is wrong',
    'Send as many starts as the event type has sessions, or as many as it wants suggested: `wanted` says how many.',
  ],
  address_refused: [
    'The address cannot be used',
    'Use an https address on the public internet without a user name. `why` says what is in the way.',
  ],
  too_many_requests: ['Too many requests', 'Wait as long as Retry-After says.'],
  internal_error: ['Something broke on our side', 'The log has the details under the id in `request`.'],
  unavailable: ['The database does not answer', 'Try again in half a minute.'],
} as const satisfies Record<string, readonly [title: string, detail: string]>

/** Title and advice for a problem's code. */
export function problemText(code: keyof typeof PROBLEM_WORDS): { title: string; detail: string } {
  const [title, detail] = PROBLEM_WORDS[code]
  return { title, detail }
}

/** What the API tells visitors of a booking page in place of the words for people with a key. */
export const nothingForVisitors = {
  page: 'Check the address: no booking page that is switched on has it.',
  event_type: 'Check the event type: the page offers nothing of this name.',
}
