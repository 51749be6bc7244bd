/** What is wrong with a request about times and bookings, where its shape is right. English only, as all of the API. */
export const bookingFaults = {
  notAfterFrom: 'is not after from',
  longerThan: (days: number) => `is more than ${days} days after from`,
  notOfOurTime: 'is not in the years 2000 to 2199',
  eventTypeOrSession: 'name either an event_type or a session',
  hostsWithEventType: 'goes with event_type: a session that moves keeps its hosts',
  moreThan: (most: number) => `names more than ${most}`,
  customerIsTold: 'is for team members: a customer is always told of what they change',
  severalPages: 'Name one of the pages in booking_pages: several offer this event type.',
}
