/**
 * What can be wrong with something a program sets up, beyond the shape of a field. Programs read the codes; these
 * sentences are for the people who write the programs, in English only.
 */
const FAULTS = {
  other_currency: 'Prices are in the currency of the organization.',
  price_but_free:
    'A price needs the payment mode price_shown or price_collected; something free has the price 0.',
  price_missing: 'This payment mode needs a price above 0.',
  collecting_not_set_up:
    'Connect a payment provider first, or let customers pay at the venue with the payment terms pay_at_venue.',
  not_a_code: 'A code has 3 to 30 letters, digits and hyphens.',
  ends_before_it_begins: 'The code has to count for some time: valid_until comes after valid_from.',
  no_primary_seat: 'The first seat has the role primary, and no other seat has it.',
  empty_seat: 'Every seat needs at least one candidate.',
  seats_do_not_fit_host_rule:
    'one takes a single seat with one candidate, round_robin a single seat, panel two seats or more. Seats of resources do not count.',
  too_many_seats: 'An event type has at most 9 additional seats and 3 seats of resources.',
  sits_twice: 'The only candidate of this seat is the only one of an earlier seat as well.',
  wrong_kind: 'Seats with the role resource take resources, all other seats take team members.',
  switched_off: 'They are switched off. Switch them on first, or name somebody else.',
  question_twice: 'Two questions have this key.',
  spans_overlap: 'It overlaps another time of the same day.',
  too_many_spans: 'A day has at most 6 spans of hours.',
  ends_before_it_starts: 'The end has to come after the start.',
  date_twice: 'This date is named twice.',
  not_a_site: 'It is not the address of a site, such as https://www.example.com.',
  site_without_https: 'The address of a site starts with https://.',
} as const satisfies Record<string, string>

export type SetUpFault = keyof typeof FAULTS

export function setUpFaultText(fault: SetUpFault): string {
  return FAULTS[fault]
}
