-- Organizations, the people who work in them, and who may do what.
-- Every row belongs to exactly one organization: keys are (org_id, id), ids are UUIDv7 made by the application.
-- Global tables are only those that must be found before the organization is known.
create extension if not exists btree_gist;

create table organizations (
  id uuid primary key,
  name text not null check (length(name) between 1 and 200),
  zone text not null,
  locale text not null default 'en-GB',
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  contact_email text,
  contact_phone text,
  -- Time travel for demonstration worlds; always zero for a real business.
  clock_offset interval not null default '0',
  customers_may_cancel boolean not null default true,
  customers_may_reschedule boolean not null default true,
  quote_honoured_minutes integer not null default 10 check (quote_honoured_minutes between 0 and 60),
  undo_minutes integer not null default 10 check (undo_minutes between 0 and 60),
  refund_setting text not null default 'none' check (refund_setting in ('none', 'manual', 'automatic')),
  default_policy_id uuid,
  is_sample boolean not null default false,
  created_at timestamptz not null
);

-- The time of an organization: the database's clock, moved by the organization's offset. No other statement
-- of these files reads the time.
create function org_now(p_org uuid) returns timestamptz language sql volatile as
$$ select clock_timestamp() + clock_offset from organizations where id = p_org $$;

create table people (
  id uuid primary key,
  email text not null unique check (email = lower(email) and length(email) <= 254),
  name text not null,
  password_hash text,
  created_at timestamptz not null
);

create table roles (
  org_id uuid not null references organizations (id),
  id uuid not null,
  key text not null,
  name text not null,
  permissions text[] not null,
  primary key (org_id, id),
  unique (org_id, key)
);

-- One whose time can be taken: a host (team member) or a resource. Their row is also the queue:
-- a commit locks the owners it touches in ascending id before it writes (docs/decisions/0006).
create table time_owners (
  org_id uuid not null references organizations (id),
  id uuid not null,
  kind text not null check (kind in ('member', 'resource')),
  name text not null check (length(name) between 1 and 200),
  zone text not null,
  active boolean not null default true,
  primary key (org_id, id)
);

create table team_members (
  org_id uuid not null,
  id uuid not null,
  person_id uuid not null references people (id),
  role_id uuid not null,
  email text not null check (length(email) <= 254),
  title text not null default '',
  created_at timestamptz not null,
  primary key (org_id, id),
  unique (org_id, person_id),
  foreign key (org_id, id) references time_owners (org_id, id),
  foreign key (org_id, role_id) references roles (org_id, id)
);

create table weekly_hours (
  org_id uuid not null,
  owner_id uuid not null,
  weekday integer not null check (weekday between 1 and 7),
  from_minute integer not null check (from_minute between 0 and 1439),
  to_minute integer not null check (to_minute between 1 and 1440),
  primary key (org_id, owner_id, weekday, from_minute),
  foreign key (org_id, owner_id) references time_owners (org_id, id),
  check (from_minute < to_minute),
  exclude using gist (org_id with =, owner_id with =, weekday with =, int4range(from_minute, to_minute) with &&)
);

-- A local date that differs from the week; spans is a list of {"fromMinute", "toMinute"}, empty for a day off.
create table date_overrides (
  org_id uuid not null,
  owner_id uuid not null,
  date date not null,
  spans jsonb not null,
  primary key (org_id, owner_id, date),
  foreign key (org_id, owner_id) references time_owners (org_id, id)
);

create table time_off (
  org_id uuid not null,
  id uuid not null,
  owner_id uuid not null,
  during tstzrange not null check (not isempty(during) and not lower_inf(during) and not upper_inf(during)),
  label text not null default '',
  primary key (org_id, id),
  foreign key (org_id, owner_id) references time_owners (org_id, id)
);
create index time_off_by_owner on time_off using gist (org_id, owner_id, during);

-- A connected calendar of a host; the calendars themselves arrive with their integrations.
create table calendar_connections (
  org_id uuid not null,
  id uuid not null,
  owner_id uuid not null,
  provider text not null,
  active boolean not null default true,
  primary key (org_id, id),
  foreign key (org_id, owner_id) references time_owners (org_id, id)
);

-- A login is the signed-in state of a person in one organization; only the hash of its cookie is kept.
create table logins (
  token_hash bytea primary key,
  person_id uuid not null references people (id),
  org_id uuid not null,
  member_id uuid not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  foreign key (org_id, member_id) references team_members (org_id, id)
);
create index logins_by_person on logins (person_id);

create table password_resets (
  token_hash bytea primary key,
  person_id uuid not null references people (id),
  expires_at timestamptz not null,
  used_at timestamptz
);

-- Attempts are counted per key and window; a key is hashed, so that the table holds no address.
create table rate_limits (
  key bytea not null,
  window_start timestamptz not null,
  count integer not null,
  primary key (key, window_start)
);

-- Public addresses, unique over all organizations.
create table slugs (
  slug text primary key check (slug ~ '^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$'),
  org_id uuid not null references organizations (id),
  page_id uuid not null,
  -- The address that is shown; earlier ones of the same page keep leading to it.
  current boolean not null default true
);
create unique index one_current_slug on slugs (org_id, page_id) where current;

-- Which organization a customer's link belongs to; the link itself stays in booking_links.
create table link_index (
  token_hash bytea primary key,
  org_id uuid not null references organizations (id)
);
