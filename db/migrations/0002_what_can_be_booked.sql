-- Policies, event types and booking pages.

create table policies (
  org_id uuid not null references organizations (id),
  id uuid not null,
  name text not null check (length(name) between 1 and 200),
  primary key (org_id, id)
);
alter table organizations
  add foreign key (id, default_policy_id) references policies (org_id, id);

-- A version is never edited: a change of rules is a new version, and bookings keep the one they were made under.
create table policy_versions (
  org_id uuid not null,
  id uuid not null,
  policy_id uuid not null,
  version integer not null check (version > 0),
  -- The shape is PolicyRules of src/domain/policies/policy.ts.
  rules jsonb not null,
  created_at timestamptz not null,
  created_by uuid,
  primary key (org_id, id),
  unique (org_id, policy_id, version),
  foreign key (org_id, policy_id) references policies (org_id, id)
);

create table event_types (
  org_id uuid not null references organizations (id),
  id uuid not null,
  slug text not null check (slug ~ '^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$'),
  name text not null check (length(name) between 1 and 200),
  description text not null default '' check (length(description) <= 5000),
  host_rule text not null check (host_rule in ('one', 'round_robin', 'panel')),
  duration_minutes integer not null check (duration_minutes between 5 and 1440),
  session_count integer not null default 1 check (session_count between 1 and 20),
  step_minutes integer not null check (step_minutes between 5 and 1440),
  minimum_notice_minutes integer not null default 0 check (minimum_notice_minutes between 0 and 525600),
  horizon_days integer not null default 60 check (horizon_days between 1 and 730),
  buffer_before_minutes integer not null default 0 check (buffer_before_minutes between 0 and 1440),
  buffer_after_minutes integer not null default 0 check (buffer_after_minutes between 0 and 1440),
  daily_cap integer check (daily_cap > 0),
  weekly_cap integer check (weekly_cap > 0),
  location_kind text not null check (location_kind in ('in_person', 'phone', 'video', 'customer_place')),
  location_detail text not null default '' check (length(location_detail) <= 500),
  price_minor bigint not null default 0 check (price_minor >= 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  payment_mode text not null default 'free' check (payment_mode in ('free', 'price_shown', 'price_collected')),
  policy_id uuid,
  reschedule_hosts text not null default 'same' check (reschedule_hosts in ('same', 'any_of_pool')),
  -- Questions of the booking form: [{"key", "label", "kind", "required"}].
  questions jsonb not null default '[]',
  active boolean not null default true,
  primary key (org_id, id),
  unique (org_id, slug),
  foreign key (org_id, policy_id) references policies (org_id, id)
);

-- A seat is one place in the meeting, filled by exactly one of its candidates: one candidate is a fixed
-- member, several are a pool. One host is one seat; a panel is a primary seat and additional ones.
create table seats (
  org_id uuid not null,
  id uuid not null,
  event_type_id uuid not null,
  position integer not null check (position >= 0),
  role text not null check (role in ('primary', 'additional', 'resource')),
  label text not null default '' check (length(label) <= 100),
  primary key (org_id, id),
  unique (org_id, event_type_id, position),
  foreign key (org_id, event_type_id) references event_types (org_id, id)
);
create unique index one_primary_seat on seats (org_id, event_type_id) where role = 'primary';

create table seat_candidates (
  org_id uuid not null,
  seat_id uuid not null,
  owner_id uuid not null,
  primary key (org_id, seat_id, owner_id),
  foreign key (org_id, seat_id) references seats (org_id, id) on delete cascade,
  foreign key (org_id, owner_id) references time_owners (org_id, id)
);
create index seat_candidates_by_owner on seat_candidates (org_id, owner_id);

create table booking_pages (
  org_id uuid not null references organizations (id),
  id uuid not null,
  title text not null check (length(title) between 1 and 200),
  intro text not null default '' check (length(intro) <= 5000),
  owner_member_id uuid not null,
  policy_id uuid,
  active boolean not null default true,
  primary key (org_id, id),
  foreign key (org_id, owner_member_id) references team_members (org_id, id),
  foreign key (org_id, policy_id) references policies (org_id, id)
);
alter table slugs add foreign key (org_id, page_id) references booking_pages (org_id, id);
create index slugs_by_page on slugs (org_id, page_id);

create table booking_page_event_types (
  org_id uuid not null,
  page_id uuid not null,
  event_type_id uuid not null,
  position integer not null,
  primary key (org_id, page_id, event_type_id),
  foreign key (org_id, page_id) references booking_pages (org_id, id),
  foreign key (org_id, event_type_id) references event_types (org_id, id)
);

create table booking_page_stakeholders (
  org_id uuid not null,
  page_id uuid not null,
  member_id uuid not null,
  primary key (org_id, page_id, member_id),
  foreign key (org_id, page_id) references booking_pages (org_id, id),
  foreign key (org_id, member_id) references team_members (org_id, id)
);
