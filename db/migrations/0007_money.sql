-- Money: what a booking costs, what was paid, what goes back. The ledger is the only truth; the other tables say
-- what is meant to happen (payments, refunds, credits) and how it is put on paper (invoices).

-- What a business decides once for everything it sells.
alter table organizations
  add column payment_terms jsonb not null default '{"kind":"full"}',
  add column tax_basis_points integer not null default 0 check (tax_basis_points between 0 and 10000),
  add column tax_inclusive boolean not null default true,
  add column fee_tax_basis_points integer not null default 0 check (fee_tax_basis_points between 0 and 10000),
  -- The fee for a late cancellation where the policy has no money rule of its own; null is none.
  add column cancellation_fee_minor bigint check (cancellation_fee_minor > 0),
  add column cancellation_fee_window_minutes integer not null default 1440 check (cancellation_fee_window_minutes between 1 and 525600),
  add column customer_cancellation_fee text not null default 'off' check (customer_cancellation_fee in ('off', 'ask_staff', 'automatic')),
  add column call_out_fee_minor bigint check (call_out_fee_minor > 0),
  add column no_show_fee_minor bigint check (no_show_fee_minor > 0),
  -- Payments of hosts and fieldworkers wait until a permitted member approves them.
  add column payments_need_approval boolean not null default true,
  add column invoice_prefix text not null default 'INV-' check (length(invoice_prefix) <= 10),
  add column invoice_due_days integer not null default 14 check (invoice_due_days between 0 and 365),
  add column invoice_seller text not null default '' check (length(invoice_seller) <= 500),
  add column invoice_thanks text not null default '' check (length(invoice_thanks) <= 150);

-- Above this a member's own refund requests are approved by somebody else; null is no limit.
alter table team_members add column refund_limit_minor bigint default 0 check (refund_limit_minor >= 0);
update team_members m set refund_limit_minor = null
  from roles r where r.org_id = m.org_id and r.id = m.role_id and r.key in ('owner', 'admin');

-- Null means: as the organization.
alter table event_types
  add column payment_terms jsonb,
  add column tax_basis_points integer check (tax_basis_points between 0 and 10000),
  add column tax_inclusive boolean;

-- An online provider through which an organization collects; its secrets are concealed.
create table payment_accounts (
  org_id uuid not null references organizations (id),
  provider text not null,
  active boolean not null,
  config jsonb not null,
  created_at timestamptz not null,
  primary key (org_id, provider)
);
create unique index one_active_payment_account on payment_accounts (org_id) where active;

create table discount_codes (
  org_id uuid not null references organizations (id),
  id uuid not null,
  code text not null check (code ~ '^[A-Z0-9-]{3,30}$'),
  -- {"kind": "percent", "percent": 10} or {"kind": "amount", "minor": "500"}.
  amount jsonb not null,
  -- Null means every event type.
  event_type_id uuid,
  valid_from timestamptz,
  valid_until timestamptz,
  most_uses integer check (most_uses > 0),
  uses integer not null default 0 check (uses >= 0),
  active boolean not null default true,
  created_at timestamptz not null,
  primary key (org_id, id),
  unique (org_id, code),
  foreign key (org_id, event_type_id) references event_types (org_id, id),
  constraint code_not_used_up check (most_uses is null or uses <= most_uses)
);

-- price_minor stays the list price. total_minor is what the customer pays: discounted, with tax; the sessions'
-- price shares sum to it.
alter table bookings
  add column total_minor bigint not null default 0 check (total_minor >= 0),
  add column discount_minor bigint not null default 0 check (discount_minor >= 0),
  add column discount_code_id uuid,
  add column tax_minor bigint not null default 0 check (tax_minor >= 0),
  add column tax_basis_points integer not null default 0,
  add column tax_inclusive boolean not null default true,
  add column payment_terms jsonb not null default '{"kind":"full"}',
  -- The organization's late fee as it was agreed at booking, {"minor", "windowMinutes", "customers"}; null is none.
  add column late_fee jsonb,
  -- Until when an unpaid booking keeps its times; null once it is made.
  add column held_until timestamptz,
  add foreign key (org_id, discount_code_id) references discount_codes (org_id, id);
update bookings set total_minor = price_minor;
create index bookings_held on bookings (held_until) where held_until is not null;

-- A method of paying that a customer left for this booking, at their provider.
create table saved_cards (
  org_id uuid not null,
  id uuid not null,
  booking_id uuid not null,
  provider text not null,
  provider_customer text not null,
  provider_method text not null,
  brand text not null default '',
  last4 text not null default '' check (last4 ~ '^[0-9]{0,4}$'),
  created_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, booking_id) references bookings (org_id, id)
);
create index saved_cards_by_booking on saved_cards (org_id, booking_id);

-- One payment from intent to money. The row is committed before anybody is asked to move money, and its id is the
-- key under which the provider knows it.
create table payments (
  org_id uuid not null,
  id uuid not null,
  booking_id uuid not null,
  purpose text not null check (purpose in ('booking', 'change', 'balance', 'card')),
  -- manual, credit, or an online provider.
  provider text not null,
  method text not null check (method in ('card', 'cash', 'bank_transfer', 'cheque', 'credit', 'other')),
  state text not null check (state in ('started', 'pending', 'succeeded', 'failed', 'rejected', 'expired')),
  amount_minor bigint not null check (amount_minor >= 0 and (amount_minor > 0 or purpose = 'card')),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  captured_minor bigint not null default 0 check (captured_minor >= 0),
  -- Promised or paid back: refunds that were not refused and did not fail.
  refunded_minor bigint not null default 0 check (refunded_minor >= 0),
  -- What the provider calls it, and where the customer pays.
  provider_reference text,
  pay_url text,
  -- A number people wrote: of a cheque, a transfer.
  reference text not null default '' check (length(reference) <= 100),
  -- The change that is made once this is paid: {"quote", "reason", "scope"}; see domain/bookings/paid-change.ts.
  waits_for jsonb,
  credit_id uuid,
  recorded_by uuid,
  decided_by uuid,
  brand text not null default '',
  last4 text not null default '' check (last4 ~ '^[0-9]{0,4}$'),
  failure text not null default '',
  disputed_at timestamptz,
  expires_at timestamptz,
  created_at timestamptz not null,
  settled_at timestamptz,
  -- The newest time at which the provider was asked; the sweep asks again.
  asked_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, booking_id) references bookings (org_id, id),
  check (captured_minor <= amount_minor),
  check (state = 'succeeded' or captured_minor = 0),
  -- Nobody gets back more than was paid, whatever the code above believes.
  constraint never_back_more_than_paid check (refunded_minor <= captured_minor)
);
create index payments_by_booking on payments (org_id, booking_id);
create index payments_open on payments (created_at) where state in ('started', 'pending');
create index payments_by_time on payments (org_id, id desc);
create unique index payments_by_provider_reference on payments (provider, provider_reference) where provider_reference is not null;

-- What a provider sent us, once each.
create table provider_events (
  org_id uuid not null references organizations (id),
  provider text not null,
  id text not null,
  received_at timestamptz not null,
  primary key (org_id, provider, id)
);

-- Money a customer may spend here; the ledger says how much of it is left.
create table credits (
  org_id uuid not null references organizations (id),
  id uuid not null,
  customer_id uuid not null,
  booking_id uuid,
  granted_minor bigint not null check (granted_minor > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  expires_at timestamptz,
  expired_at timestamptz,
  created_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, customer_id) references customers (org_id, id),
  foreign key (org_id, booking_id) references bookings (org_id, id)
);
create index credits_by_customer on credits (org_id, customer_id);
create index credits_that_expire on credits (expires_at) where expires_at is not null and expired_at is null;

-- Refunds were a list of intents; now each belongs to one payment and has a life of its own.
alter table refunds
  add column payment_id uuid,
  -- provider moves the money; outside records what was given back elsewhere; credit returns a spent credit.
  add column way text not null default 'provider' check (way in ('provider', 'outside', 'credit')),
  add column cause text not null default 'policy' check (cause in ('policy', 'member', 'late_payment', 'balance')),
  add column requested_by uuid,
  add column approved_by uuid,
  add column remark_id uuid,
  add column reference text not null default '' check (length(reference) <= 100),
  add column provider_reference text,
  add column failure text not null default '',
  add column attempts integer not null default 0,
  -- First call to the provider: for a day the same key may be sent again, after that only asked about.
  add column sent_at timestamptz,
  add column settled_at timestamptz,
  -- Not before this time (an undo may still come).
  add column due_at timestamptz,
  -- Nobody has looked at a refund that failed after it had succeeded.
  add column needs_attention boolean not null default false,
  add foreign key (org_id, payment_id) references payments (org_id, id);
create index refunds_by_booking on refunds (org_id, booking_id);
create index refunds_by_payment on refunds (org_id, payment_id);
create index refunds_by_time on refunds (org_id, id desc);
create index refunds_in_work on refunds (created_at) where state in ('approved', 'processing', 'unknown');
create index refunds_in_queue on refunds (org_id, created_at) where state = 'requested' or needs_attention;
create unique index one_outside_refund_per_reference on refunds (org_id, reference) where way = 'outside' and reference <> '';

-- Keeps payments.refunded_minor true; the update of the payment is the lock that races wait for, and its check is
-- what refuses the one too many.
create function count_refund() returns trigger language plpgsql as $$
declare
  v_before bigint := 0;
  v_after bigint := case when new.state in ('rejected', 'failed') then 0 else new.amount_minor end;
begin
  if tg_op = 'UPDATE' then
    v_before := case when old.state in ('rejected', 'failed') then 0 else old.amount_minor end;
    if new.payment_id is distinct from old.payment_id then
      raise exception 'a refund stays with its payment' using errcode = 'restrict_violation';
    end if;
  end if;
  if new.payment_id is not null and v_after <> v_before then
    update payments set refunded_minor = refunded_minor + v_after - v_before
      where org_id = new.org_id and id = new.payment_id;
  end if;
  return null;
end $$;
create trigger refunds_count_on_their_payment after insert or update on refunds
  for each row execute function count_refund();

-- A fee that somebody had to decide on: the default at that time, the decision, and who decided.
create table fee_decisions (
  org_id uuid not null,
  id uuid not null,
  booking_id uuid not null,
  session_id uuid,
  fact_id uuid not null,
  kind text not null check (kind in ('cancellation', 'call_out', 'no_show')),
  default_minor bigint not null check (default_minor >= 0),
  currency text not null,
  decision text not null check (decision in ('asked', 'accepted', 'changed', 'skipped', 'automatic')),
  amount_minor bigint not null default 0 check (amount_minor >= 0),
  decided_by uuid,
  decided_at timestamptz,
  remark_id uuid,
  created_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, booking_id) references bookings (org_id, id),
  foreign key (org_id, fact_id) references facts (org_id, id)
);
create index fee_decisions_by_booking on fee_decisions (org_id, booking_id);
create index fee_decisions_open on fee_decisions (org_id, created_at) where decision = 'asked';

-- Papers. Numbers have no gaps: they are taken in the transaction that issues the paper.
create table invoice_counters (
  org_id uuid not null references organizations (id),
  kind text not null check (kind in ('invoice', 'credit_note')),
  last integer not null check (last > 0),
  primary key (org_id, kind)
);

create table invoices (
  org_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('invoice', 'credit_note')),
  -- Null while it is a draft.
  number integer check (number > 0),
  prefix text not null,
  booking_id uuid not null,
  -- The invoice that a credit note corrects.
  corrects_id uuid,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  -- Who sold and who bought, as they were called then.
  seller text not null,
  buyer_name text not null,
  buyer_email text not null,
  issued_at timestamptz not null,
  due_at timestamptz,
  viewed_at timestamptz,
  voided_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, booking_id) references bookings (org_id, id),
  foreign key (org_id, corrects_id) references invoices (org_id, id)
);
create unique index invoice_numbers on invoices (org_id, kind, number);
create unique index one_invoice_per_booking on invoices (org_id, booking_id) where kind = 'invoice' and voided_at is null;
create index invoices_by_time on invoices (org_id, id desc);

-- A line is never taken off: what is no longer payable stays with payable_minor 0.
create table invoice_lines (
  org_id uuid not null,
  id uuid not null,
  invoice_id uuid not null,
  position integer not null,
  kind text not null check (kind in ('session', 'discount', 'reschedule_fee', 'cancellation_fee', 'call_out_fee', 'no_show_fee', 'correction')),
  session_id uuid,
  -- What people read where the kind does not say it all, such as a discount code.
  label text not null default '' check (length(label) <= 200),
  -- With tax, as agreed; payable is what is still asked for.
  amount_minor bigint not null,
  payable_minor bigint not null,
  -- The part of payable that is tax, and at which rate.
  tax_minor bigint not null,
  tax_basis_points integer not null,
  at timestamptz not null,
  primary key (org_id, id),
  unique (org_id, invoice_id, position),
  foreign key (org_id, invoice_id) references invoices (org_id, id)
);

-- Double entry: positive is debit. A transaction is inserted whole and sums to zero per currency; nothing is ever
-- changed or deleted, and a correction is a transaction of its own.
create table ledger_transactions (
  org_id uuid not null references organizations (id),
  id uuid not null,
  kind text not null check (kind in (
    'sold', 'sale_canceled', 'fee_charged', 'fee_canceled',
    'payment_received', 'payment_lost',
    'refund_promised', 'refund_withdrawn', 'refund_paid', 'refund_returned',
    'credit_granted', 'credit_expired', 'invoice_voided')),
  booking_id uuid,
  payment_id uuid,
  refund_id uuid,
  credit_id uuid,
  at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, booking_id) references bookings (org_id, id),
  foreign key (org_id, payment_id) references payments (org_id, id),
  foreign key (org_id, refund_id) references refunds (org_id, id),
  foreign key (org_id, credit_id) references credits (org_id, id)
);
create index ledger_transactions_by_booking on ledger_transactions (org_id, booking_id, id);
create unique index a_payment_arrives_once on ledger_transactions (org_id, payment_id, kind) where refund_id is null and payment_id is not null;
create unique index a_refund_moves_once on ledger_transactions (org_id, refund_id, kind) where refund_id is not null;

create table ledger_entries (
  org_id uuid not null,
  transaction_id uuid not null,
  position integer not null,
  -- receivable: what a booking owes. received: what was paid for it, negative. cash: at a provider. refunds_due,
  -- credit: what the business owes. The others are what it earned.
  account text not null check (account in (
    'receivable', 'received', 'cash', 'refunds_due', 'credit', 'sales', 'discounts', 'fees', 'tax', 'expired_credit')),
  booking_id uuid,
  session_id uuid,
  credit_id uuid,
  -- Of cash: the provider.
  provider text,
  amount_minor bigint not null check (amount_minor <> 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  primary key (org_id, transaction_id, position),
  foreign key (org_id, transaction_id) references ledger_transactions (org_id, id),
  check (account <> 'cash' or provider is not null),
  check (account <> 'credit' or credit_id is not null),
  check (account not in ('receivable', 'received') or booking_id is not null)
);
create index ledger_entries_by_booking on ledger_entries (org_id, booking_id) include (session_id, account, amount_minor);
create index ledger_entries_by_credit on ledger_entries (org_id, credit_id) include (amount_minor) where credit_id is not null;

create trigger ledger_transactions_are_append_only before update or delete on ledger_transactions
  for each row execute function refuse_change();
create trigger ledger_entries_are_append_only before update or delete on ledger_entries
  for each row execute function refuse_change();
create trigger ledger_transactions_are_not_truncated before truncate on ledger_transactions
  for each statement execute function refuse_change();
create trigger ledger_entries_are_not_truncated before truncate on ledger_entries
  for each statement execute function refuse_change();

-- Entries of a transaction arrive together and balance; none can be added to it later.
create function refuse_unbalanced() returns trigger language plpgsql as $$
begin
  if exists (
    select 1 from added group by org_id, transaction_id, currency having sum(amount_minor) <> 0
  ) then
    raise exception 'a ledger transaction does not sum to zero' using errcode = 'check_violation', constraint = 'ledger_balances';
  end if;
  if exists (
    select 1 from (select org_id, transaction_id, count(*) as added from added group by 1, 2) a
    where a.added <> (select count(*) from ledger_entries e where e.org_id = a.org_id and e.transaction_id = a.transaction_id)
  ) then
    raise exception 'a ledger transaction is posted whole' using errcode = 'check_violation', constraint = 'ledger_balances';
  end if;
  return null;
end $$;
create trigger ledger_entries_balance after insert on ledger_entries
  referencing new table as added for each statement execute function refuse_unbalanced();

-- What does not add up in the books of an organization, one line each; no line is what everybody wants to see.
create function ledger_faults(p_org uuid) returns table (fault text, about uuid, off_by bigint) language sql stable as $$
  select 'transaction_unbalanced', transaction_id, sum(amount_minor)::bigint from ledger_entries
    where org_id = p_org group by transaction_id, currency having sum(amount_minor) <> 0
  union all
  select 'transaction_empty', t.id, 0 from ledger_transactions t
    where t.org_id = p_org and not exists (
      select 1 from ledger_entries e where e.org_id = t.org_id and e.transaction_id = t.id)
  union all
  select 'payment_not_booked', p.id, p.captured_minor from payments p
    where p.org_id = p_org and p.captured_minor > 0 and not exists (
      select 1 from ledger_transactions t where t.org_id = p.org_id and t.payment_id = p.id and t.kind = 'payment_received')
  union all
  select 'refunds_miscounted', p.id, p.refunded_minor - coalesce(sum(r.amount_minor), 0)::bigint
    from payments p left join refunds r
      on r.org_id = p.org_id and r.payment_id = p.id and r.state not in ('rejected', 'failed')
    where p.org_id = p_org group by p.id, p.refunded_minor
    having p.refunded_minor <> coalesce(sum(r.amount_minor), 0)
  union all
  select 'refunds_due_differ', r.booking_id, r.due + coalesce(e.owed, 0)
    from (
      select booking_id, sum(amount_minor)::bigint as due from refunds
      where org_id = p_org and payment_id is not null and state in ('requested', 'approved', 'processing', 'unknown')
      group by booking_id) r
    full join (
      select booking_id, sum(amount_minor)::bigint as owed from ledger_entries
      where org_id = p_org and account = 'refunds_due' group by booking_id having sum(amount_minor) <> 0) e
      using (booking_id)
    where coalesce(r.due, 0) + coalesce(e.owed, 0) <> 0
  union all
  select 'invoice_differs', i.id, l.payable - coalesce(e.charged, 0)
    from invoices i
    join lateral (
      select coalesce(sum(payable_minor), 0)::bigint as payable from invoice_lines l
      where l.org_id = i.org_id and l.invoice_id = i.id) l on true
    left join lateral (
      select sum(amount_minor)::bigint as charged from ledger_entries e
      where e.org_id = i.org_id and e.booking_id = i.booking_id and e.account = 'receivable') e on true
    where i.org_id = p_org and i.kind = 'invoice' and i.voided_at is null and l.payable <> coalesce(e.charged, 0)
  union all
  select 'credit_overspent', credit_id, sum(amount_minor)::bigint from ledger_entries
    where org_id = p_org and account = 'credit' group by credit_id having sum(amount_minor) > 0
  union all
  select 'invoice_number_missing', null, c.last - count(i.id) from invoice_counters c
    left join invoices i on i.org_id = c.org_id and i.kind = c.kind and i.number is not null
    where c.org_id = p_org group by c.kind, c.last having c.last <> count(i.id)
$$;

-- Holds for a paid move: the part of the new times that the booking does not have already.
create function hold_times(p_org uuid, p_booking uuid, p_holds jsonb) returns void language plpgsql as $$
begin
  insert into allocations (org_id, id, owner_id, during, kind, booking_id, session_id, expires_at)
    select p_org, gen_random_uuid(), h.owner_id, piece, 'hold', p_booking, h.session_id, h.expires_at
    from jsonb_to_recordset(p_holds) as h (owner_id uuid, session_id uuid, during tstzrange, expires_at timestamptz)
    cross join lateral unnest(
      tstzmultirange(h.during) - coalesce((
        select range_agg(a.during) from allocations a
        where a.org_id = p_org and a.booking_id = p_booking and a.owner_id = h.owner_id
      ), '{}'::tstzmultirange)) as piece;
end $$;

-- Bookings that were held and not paid for in time, of all organizations.
create function bookings_not_paid(p_now timestamptz, p_limit integer) returns table (org_id uuid, id uuid) language sql stable as $$
  select b.org_id, b.id from bookings b join organizations o on o.id = b.org_id
  where b.held_until is not null
    and b.held_until <= p_now + (select max(clock_offset) from organizations)
    and b.held_until <= p_now + o.clock_offset
  order by b.held_until limit p_limit
$$;

-- As before, with the money: papers get their numbers last, because the counter is what all organizations' bookings
-- wait for; the ledger comes after everything its rows speak of.
create or replace function write_rows(w jsonb) returns void language plpgsql as $$
declare
  v_paper invoices;
begin
  delete from allocations a using jsonb_to_recordset(w -> 'freed') as f (org_id uuid, id uuid)
    where a.org_id = f.org_id and a.id = f.id;
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
      reschedule_count = n.reschedule_count, confirmed_at = n.confirmed_at
    from jsonb_populate_recordset(null::sessions, w -> 'changed_sessions') n
    where s.org_id = n.org_id and s.id = n.id;
  update bookings b set revision = n.revision, updated_at = n.updated_at, held_until = n.held_until
    from jsonb_populate_recordset(null::bookings, w -> 'changed_bookings') n
    where b.org_id = n.org_id and b.id = n.id;
  insert into quotes select * from jsonb_populate_recordset(null::quotes, w -> 'quotes');
  insert into remarks select * from jsonb_populate_recordset(null::remarks, w -> 'remarks');
  insert into facts select * from jsonb_populate_recordset(null::facts, w -> 'facts');
  insert into deliveries select * from jsonb_populate_recordset(null::deliveries, w -> 'deliveries')
    on conflict do nothing;
  insert into calendar_changes select * from jsonb_populate_recordset(null::calendar_changes, w -> 'calendar_changes')
    on conflict do nothing;
  if not w ? 'money' then return; end if;
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
end $$;

-- The test provider's own books, written outside our transactions, as if it were somebody else's server.
create table test_bank_payments (
  reference text primary key,
  key text not null unique,
  amount_minor bigint not null,
  currency text not null,
  state text not null check (state in ('open', 'pending', 'paid', 'declined', 'expired')),
  description text not null,
  return_url text not null,
  card_only boolean not null default false,
  expires_at timestamptz
);
create table test_bank_refunds (
  reference text primary key,
  key text not null unique,
  payment_reference text not null references test_bank_payments (reference),
  amount_minor bigint not null check (amount_minor > 0),
  state text not null check (state in ('pending', 'paid', 'failed'))
);

update roles set permissions = permissions || array(
    select unnest(array['payment.view', 'payment.record', 'payment.approve', 'refund.request', 'refund.approve', 'invoice.edit', 'fee.waive', 'money.edit'])
    except select unnest(permissions))
  where key in ('owner', 'admin');
update roles set permissions = permissions || array(
    select unnest(array['payment.view', 'payment.record', 'payment.approve', 'refund.request', 'refund.approve', 'invoice.edit', 'fee.waive'])
    except select unnest(permissions))
  where key in ('manager', 'accountant');
update roles set permissions = permissions || array(
    select unnest(array['payment.view', 'payment.record', 'refund.request']) except select unnest(permissions))
  where key = 'dispatcher';
update roles set permissions = permissions || array(
    select unnest(array['payment.record', 'refund.request']) except select unnest(permissions))
  where key = 'host';
