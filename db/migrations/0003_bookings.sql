-- A booking has 1..n sessions, a session has 1..n assignments, and every assignment takes time (allocations).

create table customers (
  org_id uuid not null references organizations (id),
  id uuid not null,
  name text not null check (length(name) between 1 and 200),
  email text not null check (length(email) <= 254),
  created_at timestamptz not null,
  primary key (org_id, id)
);
create unique index customers_by_email on customers (org_id, lower(email));

-- Names an organization gives to the categories below; behaviour hangs on the category only.
create table statuses (
  org_id uuid not null references organizations (id),
  id uuid not null,
  category text not null check (category in ('held', 'requested', 'scheduled', 'in_progress', 'awaiting_update', 'completed', 'canceled', 'no_show', 'failed')),
  name text not null check (length(name) between 1 and 60),
  color text not null default '',
  primary key (org_id, id)
);

create table bookings (
  org_id uuid not null references organizations (id),
  id uuid not null,
  reference text not null check (reference ~ '^[2-9A-HJKMNP-Z]{6}$'),
  event_type_id uuid not null,
  page_id uuid not null,
  customer_id uuid not null,
  policy_version_id uuid not null,
  revision integer not null check (revision > 0),
  -- Agreed at booking and kept for life, whatever happens to the event type later.
  customer_name text not null check (length(customer_name) between 1 and 200),
  customer_phone text not null default '' check (length(customer_phone) <= 40),
  customer_zone text not null,
  locale text not null,
  duration_minutes integer not null check (duration_minutes > 0),
  buffer_before_minutes integer not null check (buffer_before_minutes >= 0),
  buffer_after_minutes integer not null check (buffer_after_minutes >= 0),
  price_minor bigint not null check (price_minor >= 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  payment_mode text not null check (payment_mode in ('free', 'price_shown', 'price_collected')),
  answers jsonb not null default '[]',
  channel text not null,
  -- Made in the booking form; the same form sent twice is the same booking.
  request_key text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (org_id, id),
  unique (org_id, reference),
  unique (org_id, request_key),
  foreign key (org_id, event_type_id) references event_types (org_id, id),
  foreign key (org_id, page_id) references booking_pages (org_id, id),
  foreign key (org_id, customer_id) references customers (org_id, id),
  foreign key (org_id, policy_version_id) references policy_versions (org_id, id)
);
create index bookings_by_customer on bookings (org_id, customer_id);
create index bookings_by_update on bookings (org_id, updated_at desc, id desc);

create table sessions (
  org_id uuid not null,
  id uuid not null,
  booking_id uuid not null,
  position integer not null check (position between 0 and 19),
  state text not null check (state in ('held', 'requested', 'scheduled', 'in_progress', 'awaiting_update', 'completed', 'canceled', 'no_show', 'failed')),
  status_id uuid,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  -- The promise in words: wall time and zone of the primary host.
  wall_start timestamp not null,
  zone text not null,
  uid text not null,
  sequence integer not null default 0 check (sequence >= 0),
  reschedule_count integer not null default 0 check (reschedule_count >= 0),
  price_share_minor bigint not null check (price_share_minor >= 0),
  confirmed_at timestamptz,
  primary key (org_id, id),
  unique (org_id, booking_id, position),
  unique (org_id, uid),
  foreign key (org_id, booking_id) references bookings (org_id, id),
  foreign key (org_id, status_id) references statuses (org_id, id),
  check (starts_at < ends_at)
);
create index sessions_by_start on sessions (org_id, starts_at);
create index sessions_to_complete on sessions (ends_at) where state = 'scheduled';

create table assignments (
  org_id uuid not null,
  session_id uuid not null,
  owner_id uuid not null,
  role text not null check (role in ('primary', 'additional', 'resource')),
  label text not null default '',
  seat_id uuid,
  position integer not null,
  primary key (org_id, session_id, owner_id),
  foreign key (org_id, session_id) references sessions (org_id, id),
  foreign key (org_id, owner_id) references time_owners (org_id, id)
);
create unique index one_primary_host on assignments (org_id, session_id) where role = 'primary';
create index assignments_by_owner on assignments (org_id, owner_id);

-- Time that is taken. `during` is the session span padded by its own buffers, half open.
create table allocations (
  org_id uuid not null,
  id uuid not null,
  owner_id uuid not null,
  during tstzrange not null check (not isempty(during) and lower_inc(during) and not upper_inc(during)),
  kind text not null check (kind in ('session', 'hold', 'request', 'undo')),
  booking_id uuid not null,
  session_id uuid not null,
  expires_at timestamptz check ((kind in ('hold', 'undo')) = (expires_at is not null)),
  primary key (org_id, id),
  foreign key (org_id, owner_id) references time_owners (org_id, id),
  foreign key (org_id, booking_id) references bookings (org_id, id),
  foreign key (org_id, session_id) references sessions (org_id, id),
  -- Two people, one time: the database refuses, whatever the code above it believes.
  constraint one_place_at_a_time exclude using gist (org_id with =, owner_id with =, during with &&)
);
create index allocations_by_booking on allocations (org_id, booking_id);
create index allocations_that_expire on allocations (expires_at) where expires_at is not null;

create table guests (
  org_id uuid not null,
  id uuid not null,
  booking_id uuid not null,
  name text not null default '',
  email text not null check (length(email) <= 254),
  primary key (org_id, id),
  unique (org_id, booking_id, email),
  foreign key (org_id, booking_id) references bookings (org_id, id)
);

-- A customer's link. The token is recomputed from the secret when a message is rendered; here is its hash.
-- Raising the generation makes older links useless.
create table booking_links (
  org_id uuid not null,
  booking_id uuid not null,
  audience text not null,
  generation integer not null check (generation > 0),
  token_hash bytea not null,
  revoked_at timestamptz,
  primary key (org_id, booking_id, audience, generation),
  foreign key (org_id, booking_id) references bookings (org_id, id)
);
create unique index booking_links_by_token on booking_links (org_id, token_hash);

-- A quote becomes a row when it is committed; committing it twice finds the first receipt.
create table quotes (
  org_id uuid not null,
  id text not null,
  booking_id uuid not null,
  revision integer not null,
  quote jsonb not null,
  receipt jsonb not null,
  committed_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, booking_id) references bookings (org_id, id)
);
