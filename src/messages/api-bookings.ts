/** What is wrong with a request about times and bookings, where its shape is right. English only, as all of the API. */
export const bookingFaults = {
  notAfterFrom: 'is not after from',
  longerThan: (days: number) => `is more than ${days} days after from`,
  notOfOurTime: 'is not in the years 2000 to 2199',
  eventTypeOrSession: 'name either an event_type or a session',
  hostsWithEventType: 'goes with event_type: a session that moves keeps its hosts',
  moreThan: (most: number) => `names more than ${most}`,
  choiceOf: {
    tell_customer: 'is for team members: a customer is always told of what they change',
    fee: 'is for team members: what a customer pays stands in the quote',
    refund: 'is for team members: what a customer gets back stands in the quote',
    take: 'is for customers: team members name what goes back as refund',
    initiative: 'is for team members: a customer who cancels wants it',
    asks_to_rebook: 'is for team members: a customer books anew without being asked',
  },
  noSuchSession: 'is no session of this booking',
  notAnAnswerTo: 'is no answer to this kind of question',
  whichStart: 'is needed: several times were suggested',
  notSuggested: 'is none of the suggested times',
  whichTimes: 'is needed: at least one time for every session',
  moreTimesThan: (most: number) => `has more than ${most} times`,
  severalPages: 'Name one of the pages in booking_pages: several offer this event type.',
}
