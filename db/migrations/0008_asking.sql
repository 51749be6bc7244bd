-- Asking: customers ask the team (to book, to move, for an exception), the team asks customers for another time, people
-- wait for a time that may become free, and a cancellation can be taken back for a while.

alter table event_types
  -- automatic: a booking is made at once; request: customers suggest times and the team picks one.
  add column approval text not null default 'automatic' check (approval in ('automatic', 'request')),
  -- How many times customers suggest for one session; a package has one for each of its sessions.
  add column suggested_times integer not null default 3 check (suggested_times between 1 and 5),
  -- True keeps suggested times free for whoever asked until there is an answer.
  add column requests_hold boolean not null default false,
  add column answer_within_minutes integer not null default 2880 check (answer_within_minutes between 60 and 20160),
  add column waitlist boolean not null default true,
  -- How long somebody who waited has a time to themselves.
  add column offer_minutes integer not null default 60 check (offer_minutes between 5 and 1440);

alter table bookings
  -- As agreed at booking: null and false are automatic.
  add column needs_approval boolean,
  -- The booking that this one came of: a team member asked for another time, or the customer booked again.
  add column follows_booking_id uuid,
  add foreign key (org_id, follows_booking_id) references bookings (org_id, id);
create index bookings_by_origin on bookings (org_id, follows_booking_id) where follows_booking_id is not null;

-- Since when the customer is asked to choose another time; the session is canceled and its money stays where it is.
alter table sessions add column asked_to_move_at timestamptz;

alter table guests add column left_at timestamptz;

-- Something a customer asks of the team, and its answer. `wishes` is [{"session", "starts": [instant]}].
create table asks (
  org_id uuid not null,
  id uuid not null,
  booking_id uuid not null,
  kind text not null check (kind in ('booking', 'move', 'exception')),
  action text not null check (action in ('book', 'cancel', 'reschedule')),
  sessions uuid[] not null check (cardinality(sessions) > 0),
  wishes jsonb not null default '[]',
  remark_id uuid,
  -- open until somebody answers; granted waits for the customer to use it; done is carried out.
  state text not null check (state in ('open', 'granted', 'done', 'declined', 'withdrawn', 'expired')),
  answer text check (answer in ('approved', 'free', 'fee', 'times', 'new_times', 'no')),
  -- Per session, agreed with the answer or quoted when it was asked.
  fee_minor bigint not null default 0 check (fee_minor >= 0),
  -- Times the team offers, in the shape of `wishes`; empty is any free time.
  offered jsonb not null default '[]',
  answer_by timestamptz not null,
  -- Until when a granted ask can be used.
  valid_until timestamptz,
  answered_at timestamptz,
  answered_by uuid,
  answer_remark_id uuid,
  created_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, booking_id) references bookings (org_id, id),
  foreign key (org_id, remark_id) references remarks (org_id, id),
  foreign key (org_id, answer_remark_id) references remarks (org_id, id),
  check ((state = 'granted') <= (valid_until is not null))
);
create index asks_by_booking on asks (org_id, booking_id);
create index asks_waiting on asks (org_id, answer_by) where state in ('open', 'granted');
create index asks_to_expire on asks (least(answer_by, coalesce(valid_until, answer_by))) where state in ('open', 'granted');
-- The team wanted other times, and they have to come until then.
create index asks_without_times on asks (valid_until) where state = 'declined' and valid_until is not null;
-- One question at a time: a second one replaces the first.
create unique index one_open_ask on asks (org_id, booking_id) where state = 'open';

-- Somebody who waits for a time. `booking_id` is set for people who have a later one and asked for an earlier.
create table waitlist_entries (
  org_id uuid not null references organizations (id),
  id uuid not null,
  page_id uuid not null,
  event_type_id uuid not null,
  booking_id uuid,
  name text not null check (length(name) between 1 and 200),
  email text not null check (length(email) <= 254),
  zone text not null,
  locale text not null,
  wanted tstzrange not null check (not isempty(wanted)),
  state text not null check (state in ('waiting', 'offered', 'taken', 'left', 'ended')),
  token_hash bytea not null,
  request_key text not null,
  created_at timestamptz not null,
  primary key (org_id, id),
  unique (org_id, request_key),
  foreign key (org_id, page_id) references booking_pages (org_id, id),
  foreign key (org_id, event_type_id) references event_types (org_id, id),
  foreign key (org_id, booking_id) references bookings (org_id, id)
);
create index waitlist_in_order on waitlist_entries (org_id, event_type_id, created_at, id) where state = 'waiting';
create unique index waitlist_by_token on waitlist_entries (org_id, token_hash);
-- The same person waits once for the same span.
create unique index waits_once on waitlist_entries (org_id, event_type_id, lower(email), wanted)
  where state in ('waiting', 'offered');

-- A time offered to somebody who waited, truly held for them: by a held booking of their own, or beside the booking
-- they have. The same time is never offered to them twice.
create table waitlist_offers (
  org_id uuid not null,
  id uuid not null,
  entry_id uuid not null,
  booking_id uuid not null,
  starts_at timestamptz not null,
  until timestamptz not null,
  state text not null check (state in ('open', 'taken', 'declined', 'lapsed')),
  created_at timestamptz not null,
  primary key (org_id, id),
  unique (org_id, entry_id, starts_at),
  foreign key (org_id, entry_id) references waitlist_entries (org_id, id),
  foreign key (org_id, booking_id) references bookings (org_id, id)
);
create unique index one_open_offer on waitlist_offers (org_id, entry_id) where state = 'open';
create index waitlist_offers_open on waitlist_offers (until) where state = 'open';

-- Spans of the times that customers suggest or ask to move to, less what the booking has already.
create function request_times(p_org uuid, p_booking uuid, p_times jsonb) returns void language plpgsql as $$
declare
  v_time jsonb;
begin
  -- One after the other, because times that are wanted may overlap each other.
  for v_time in select * from jsonb_array_elements(p_times) loop
    insert into allocations (org_id, id, owner_id, during, kind, booking_id, session_id, expires_at)
      select p_org, gen_random_uuid(), h.owner_id, piece, 'request', p_booking, h.session_id, null
      from jsonb_to_recordset(v_time) as h (owner_id uuid, session_id uuid, during tstzrange)
      cross join lateral unnest(
        tstzmultirange(h.during) - coalesce((
          select range_agg(a.during) from allocations a
          where a.org_id = p_org and a.booking_id = p_booking and a.owner_id = h.owner_id
        ), '{}'::tstzmultirange)) as piece;
  end loop;
end $$;

-- What of all organizations nobody answered, or used, in time.
create function asks_that_ended(p_now timestamptz, p_limit integer) returns table (org_id uuid, id uuid) language sql stable as $$
  select a.org_id, a.id from asks a join organizations o on o.id = a.org_id
  where a.state in ('open', 'granted')
    and least(a.answer_by, coalesce(a.valid_until, a.answer_by)) <= p_now + (select max(clock_offset) from organizations)
    and case a.state when 'open' then a.answer_by else a.valid_until end <= p_now + o.clock_offset
  order by a.id limit p_limit
$$;

-- As before, with what was asked and answered, and with allocations that become something else. True when time was
-- given up and somebody of the organization waits for a time, so that it can be offered at once.
drop function write_rows(jsonb);
create function write_rows(w jsonb) returns boolean language plpgsql as $$
declare
  v_waited boolean := jsonb_array_length(coalesce(w -> 'freed', '[]') || coalesce(w -> 'changed_allocations', '[]')) > 0
    and exists (select 1 from waitlist_entries e where e.state = 'waiting'
      and e.org_id = (coalesce(w -> 'freed' -> 0, w -> 'changed_allocations' -> 0) ->> 'org_id')::uuid);
  v_paper invoices;
begin
  delete from allocations a using jsonb_to_recordset(w -> 'freed') as f (org_id uuid, id uuid)
    where a.org_id = f.org_id and a.id = f.id;
  update allocations a set kind = n.kind, expires_at = n.expires_at
    from jsonb_to_recordset(w -> 'changed_allocations') as n (org_id uuid, id uuid, kind text, expires_at timestamptz)
    where a.org_id = n.org_id and a.id = n.id;
  insert into customers select * from jsonb_populate_recordset(null::customers, w -> 'customers');
  insert into bookings select * from jsonb_populate_recordset(null::bookings, w -> 'bookings');
  insert into sessions select * from jsonb_populate_recordset(null::sessions, w -> 'sessions');
  insert into assignments select * from jsonb_populate_recordset(null::assignments, w -> 'assignments');
  delete from assignments a using jsonb_to_recordset(w -> 'released') as r (org_id uuid, session_id uuid)
    where a.org_id = r.org_id and a.session_id = r.session_id;
  insert into assignments select * from jsonb_populate_recordset(null::assignments, w -> 'reassigned');
  insert into allocations select * from jsonb_populate_recordset(null::allocations, w -> 'allocations');
  insert into guests select * from jsonb_populate_recordset(null::guests, w -> 'guests');
  insert into booking_links select * from jsonb_populate_recordset(null::booking_links, w -> 'booking_links');
  insert into link_index select * from jsonb_populate_recordset(null::link_index, w -> 'link_index');
  update sessions s set
      state = n.state, status_id = n.status_id, starts_at = n.starts_at, ends_at = n.ends_at,
      wall_start = n.wall_start, zone = n.zone, sequence = n.sequence,
      reschedule_count = n.reschedule_count, confirmed_at = n.confirmed_at,
      asked_to_move_at = n.asked_to_move_at
    from jsonb_populate_recordset(null::sessions, w -> 'changed_sessions') n
    where s.org_id = n.org_id and s.id = n.id;
  update bookings b set revision = n.revision, updated_at = n.updated_at, held_until = n.held_until
    from jsonb_populate_recordset(null::bookings, w -> 'changed_bookings') n
    where b.org_id = n.org_id and b.id = n.id;
  update bookings b set answers = n.answers
    from jsonb_to_recordset(w -> 'changed_answers') as n (org_id uuid, id uuid, answers jsonb)
    where b.org_id = n.org_id and b.id = n.id;
  update guests g set left_at = n.left_at
    from jsonb_to_recordset(w -> 'changed_guests') as n (org_id uuid, id uuid, left_at timestamptz)
    where g.org_id = n.org_id and g.id = n.id;
  insert into quotes select * from jsonb_populate_recordset(null::quotes, w -> 'quotes');
  insert into remarks select * from jsonb_populate_recordset(null::remarks, w -> 'remarks');
  update asks a set
      state = n.state, answer = n.answer, fee_minor = n.fee_minor, offered = n.offered, valid_until = n.valid_until,
      answered_at = coalesce(n.answered_at, a.answered_at), answered_by = coalesce(n.answered_by, a.answered_by),
      answer_remark_id = coalesce(n.answer_remark_id, a.answer_remark_id)
    from jsonb_populate_recordset(null::asks, w -> 'changed_asks') n
    where a.org_id = n.org_id and a.id = n.id;
  insert into asks select * from jsonb_populate_recordset(null::asks, w -> 'asks');
  insert into facts select * from jsonb_populate_recordset(null::facts, w -> 'facts');
  insert into deliveries select * from jsonb_populate_recordset(null::deliveries, w -> 'deliveries')
    on conflict do nothing;
  insert into calendar_changes select * from jsonb_populate_recordset(null::calendar_changes, w -> 'calendar_changes')
    on conflict do nothing;
  if not w ? 'money' then return v_waited; end if;
  update discount_codes d set uses = uses + u.by
    from jsonb_to_recordset(w -> 'used_codes') as u (org_id uuid, id uuid, by integer)
    where d.org_id = u.org_id and d.id = u.id;
  insert into credits select * from jsonb_populate_recordset(null::credits, w -> 'credits');
  insert into payments select * from jsonb_populate_recordset(null::payments, w -> 'payments');
  update payments p set
      state = n.state, captured_minor = n.captured_minor, provider_reference = n.provider_reference,
      pay_url = n.pay_url, decided_by = n.decided_by, brand = n.brand, last4 = n.last4, failure = n.failure,
      disputed_at = n.disputed_at, expires_at = n.expires_at, settled_at = n.settled_at, asked_at = n.asked_at,
      waits_for = n.waits_for
    from jsonb_populate_recordset(null::payments, w -> 'changed_payments') n
    where p.org_id = n.org_id and p.id = n.id;
  insert into saved_cards select * from jsonb_populate_recordset(null::saved_cards, w -> 'saved_cards');
  insert into refunds select * from jsonb_populate_recordset(null::refunds, w -> 'refunds');
  update refunds r set
      state = n.state, amount_minor = n.amount_minor, way = n.way, approved_by = n.approved_by, reference = n.reference,
      provider_reference = n.provider_reference, failure = n.failure, attempts = n.attempts, sent_at = n.sent_at,
      settled_at = n.settled_at, needs_attention = n.needs_attention
    from jsonb_populate_recordset(null::refunds, w -> 'changed_refunds') n
    where r.org_id = n.org_id and r.id = n.id;
  insert into fee_decisions select * from jsonb_populate_recordset(null::fee_decisions, w -> 'fee_decisions');
  update fee_decisions f set
      decision = n.decision, amount_minor = n.amount_minor, decided_by = n.decided_by, decided_at = n.decided_at,
      remark_id = n.remark_id
    from jsonb_populate_recordset(null::fee_decisions, w -> 'changed_fee_decisions') n
    where f.org_id = n.org_id and f.id = n.id;
  insert into ledger_transactions select * from jsonb_populate_recordset(null::ledger_transactions, w -> 'ledger_transactions');
  insert into ledger_entries select * from jsonb_populate_recordset(null::ledger_entries, w -> 'ledger_entries');
  for v_paper in select * from jsonb_populate_recordset(null::invoices, w -> 'invoices') loop
    insert into invoice_counters as c (org_id, kind, last) values (v_paper.org_id, v_paper.kind, 1)
      on conflict (org_id, kind) do update set last = c.last + 1
      returning last into v_paper.number;
    insert into invoices select v_paper.*;
  end loop;
  update invoices i set voided_at = n.voided_at, viewed_at = n.viewed_at
    from jsonb_populate_recordset(null::invoices, w -> 'changed_invoices') n
    where i.org_id = n.org_id and i.id = n.id;
  update invoice_lines l set payable_minor = n.payable_minor, tax_minor = n.tax_minor
    from jsonb_populate_recordset(null::invoice_lines, w -> 'changed_invoice_lines') n
    where l.org_id = n.org_id and l.id = n.id;
  insert into invoice_lines select * from jsonb_populate_recordset(null::invoice_lines, w -> 'invoice_lines');
  return v_waited;
end $$;
