-- Facts say what happened; deliveries, calendar changes and refunds are what follows from them.

-- Words people wrote. A fact cites them by id and salted digest, so they can be erased without touching it.
create table remarks (
  org_id uuid not null references organizations (id),
  id uuid not null,
  booking_id uuid,
  kind text not null,
  body text,
  salt bytea not null,
  digest bytea not null,
  created_at timestamptz not null,
  erased_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, booking_id) references bookings (org_id, id)
);

create table facts (
  org_id uuid not null references organizations (id),
  id uuid not null,
  kind text not null,
  at timestamptz not null,
  booking_id uuid,
  -- Revision of the booking this fact made, or saw.
  revision integer,
  actor_kind text not null check (actor_kind in ('customer', 'guest', 'member', 'system', 'calendar', 'api_key')),
  actor_id uuid,
  channel text not null,
  remark_id uuid,
  payload jsonb not null,
  primary key (org_id, id),
  foreign key (org_id, booking_id) references bookings (org_id, id),
  foreign key (org_id, remark_id) references remarks (org_id, id)
);
create index facts_by_booking on facts (org_id, booking_id, id);
create index facts_by_time on facts (org_id, id desc);

create function refuse_change() returns trigger language plpgsql as
$$ begin raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation'; end $$;
create trigger facts_are_append_only before update or delete on facts
  for each row execute function refuse_change();
create trigger facts_are_not_truncated before truncate on facts
  for each statement execute function refuse_change();

-- One message to one recipient on one channel (additional hosts ride in cc).
create table deliveries (
  org_id uuid not null,
  id uuid not null,
  fact_id uuid not null,
  booking_id uuid,
  kind text not null,
  channel text not null,
  audience text not null,
  recipient_id uuid,
  to_address text not null default '',
  cc_addresses text[] not null default '{}',
  state text not null check (state in ('queued', 'sent', 'delivered', 'not_sent', 'failed', 'sample', 'no_longer_applies')),
  state_detail text not null default '',
  attempts integer not null default 0,
  due_at timestamptz not null,
  finished_at timestamptz,
  message_id text not null default '',
  subject text,
  body_text text,
  body_html text,
  calendar_file text,
  read_at timestamptz,
  created_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, fact_id) references facts (org_id, id),
  foreign key (org_id, booking_id) references bookings (org_id, id)
);
create unique index everybody_is_told_once on deliveries (org_id, fact_id, channel, kind, audience, coalesce(recipient_id, '00000000-0000-0000-0000-000000000000'));
create index deliveries_waiting on deliveries (due_at) where state = 'queued';
create index deliveries_by_time on deliveries (org_id, id desc);
create index deliveries_by_booking on deliveries (org_id, booking_id, id);
create index deliveries_in_app on deliveries (org_id, recipient_id, id desc) where channel = 'in_app';

-- What a connected calendar still has to be told; carried out by the calendars integration.
create table calendar_changes (
  org_id uuid not null,
  id uuid not null,
  fact_id uuid not null,
  session_id uuid not null,
  owner_id uuid not null,
  action text not null check (action in ('create', 'move', 'cancel')),
  sequence integer not null,
  state text not null check (state in ('waiting', 'applied', 'failed', 'no_longer_applies')),
  created_at timestamptz not null,
  primary key (org_id, id),
  unique (org_id, fact_id, session_id, owner_id),
  foreign key (org_id, fact_id) references facts (org_id, id),
  foreign key (org_id, session_id) references sessions (org_id, id)
);

-- What a customer gets back. The row is committed before anybody is asked to move money.
create table refunds (
  org_id uuid not null,
  id uuid not null,
  fact_id uuid not null,
  booking_id uuid not null,
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  state text not null check (state in ('requested', 'approved', 'processing', 'succeeded', 'failed', 'unknown', 'rejected')),
  created_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, fact_id) references facts (org_id, id),
  foreign key (org_id, booking_id) references bookings (org_id, id)
);

-- Which activities a member has opened; unread is the absence of a row newer than the booking.
create table activity_reads (
  org_id uuid not null,
  member_id uuid not null,
  booking_id uuid not null,
  revision integer not null,
  read_at timestamptz not null,
  primary key (org_id, member_id, booking_id),
  foreign key (org_id, member_id) references team_members (org_id, id),
  foreign key (org_id, booking_id) references bookings (org_id, id)
);
