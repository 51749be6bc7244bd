-- Programs act through keys, are told of facts by webhooks, and show booking pages inside other sites.

-- A key acts for one team member, within its scopes. Its hash stands in link_index too, which names its
-- organization; the key itself is shown once and kept nowhere.
create table api_keys (
  org_id uuid not null,
  id uuid not null,
  member_id uuid not null,
  name text not null check (length(name) between 1 and 100),
  -- The first letters of the key, so that people can tell their keys apart.
  beginning text not null,
  key_hash bytea not null,
  scopes text[] not null,
  created_at timestamptz not null,
  created_by uuid not null,
  -- Real time, to the minute.
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (org_id, id),
  unique (org_id, key_hash),
  foreign key (org_id, member_id) references team_members (org_id, id),
  foreign key (org_id, created_by) references team_members (org_id, id)
);

-- A request that changes something and may arrive twice. Its answer is kept and given again.
create table idempotent_requests (
  org_id uuid not null,
  api_key_id uuid not null,
  key text not null check (length(key) between 1 and 255),
  request_hash bytea not null,
  -- Real time: these rows are about requests, not about an organization's day.
  started_at timestamptz not null,
  finished_at timestamptz,
  status integer,
  headers jsonb,
  body text,
  primary key (org_id, api_key_id, key),
  foreign key (org_id, api_key_id) references api_keys (org_id, id)
);
create index idempotent_requests_by_age on idempotent_requests (started_at);

-- An address that is told of facts. Its signing secret is derived from the installation's secret and the
-- generation, so it stands nowhere; after a rotation both secrets sign until the older one ends.
create table webhook_endpoints (
  org_id uuid not null references organizations (id),
  id uuid not null,
  url text not null check (length(url) between 1 and 2000),
  description text not null default '' check (length(description) <= 200),
  -- Kinds of events it wants; none means all.
  kinds text[] not null default '{}',
  with_links boolean not null default false,
  state text not null default 'active' check (state in ('active', 'disabled')),
  disabled_because text not null default '',
  secret_generation integer not null default 1 check (secret_generation > 0),
  previous_secret_until timestamptz,
  created_at timestamptz not null,
  created_by uuid not null,
  primary key (org_id, id),
  foreign key (org_id, created_by) references team_members (org_id, id)
);

-- Sites that may show the booking pages of the organization inside their own, and call the public API.
alter table organizations add column embed_origins text[] not null default '{}';

-- The key through which somebody acted.
alter table facts add column api_key_id uuid;

-- A booking's deliveries to one webhook are made in the order of its revisions.
create index deliveries_by_recipient on deliveries (org_id, recipient_id, id) where channel = 'webhook';

update roles set permissions = array_append(permissions, 'integration.edit')
  where key in ('owner', 'admin') and not permissions @> array['integration.edit'];

-- Opens a key in one round trip: who acts, within what, and how many requests it made in this window. The count
-- and the time of the last use may be lost in a crash, so nobody waits for the disk.
create function open_api_key(p_hash bytea, p_now timestamptz, p_window_seconds integer)
returns table (
  org_id uuid, id uuid, scopes text[], member_id uuid, member_name text, permissions text[],
  requests integer, seconds_left double precision
) language plpgsql as $$
declare
  v_start timestamptz := to_timestamp(floor(extract(epoch from p_now) / p_window_seconds) * p_window_seconds);
begin
  perform set_config('synchronous_commit', 'off', true);
  select k.org_id, k.id, k.scopes, k.member_id, o.name, r.permissions
    into open_api_key.org_id, open_api_key.id, open_api_key.scopes, open_api_key.member_id, member_name, open_api_key.permissions
    from link_index i
    join api_keys k on k.org_id = i.org_id and k.key_hash = i.token_hash
    join team_members m on m.org_id = k.org_id and m.id = k.member_id
    join time_owners o on o.org_id = m.org_id and o.id = m.id
    join roles r on r.org_id = m.org_id and r.id = m.role_id
    where i.token_hash = p_hash and k.revoked_at is null and o.active;
  if not found then return; end if;
  update api_keys k set last_used_at = p_now
    where k.org_id = open_api_key.org_id and k.id = open_api_key.id
      and (k.last_used_at is null or k.last_used_at < p_now - interval '1 minute');
  insert into rate_limits as l (key, window_start, count) values (p_hash, v_start, 1)
    on conflict (key, window_start) do update set count = l.count + 1
    returning l.count into requests;
  seconds_left := extract(epoch from v_start + make_interval(secs => p_window_seconds) - p_now);
  return next;
end $$;

-- Claims a request for whoever asks first. `mine` says that it is to be carried out now: nobody had it, or who
-- had it fell silent for a minute, or what was kept is older than 72 hours.
create function claim_request(p_org uuid, p_api_key uuid, p_key text, p_hash bytea, p_now timestamptz)
returns table (mine boolean, same boolean, status integer, headers jsonb, body text) language plpgsql as $$
begin
  perform set_config('synchronous_commit', 'off', true);
  insert into idempotent_requests as r (org_id, api_key_id, key, request_hash, started_at)
    values (p_org, p_api_key, p_key, p_hash, p_now)
    on conflict (org_id, api_key_id, key) do update
      set request_hash = excluded.request_hash, started_at = p_now, finished_at = null, status = null,
        headers = null, body = null
      where r.started_at < p_now - interval '72 hours'
        or (r.finished_at is null and r.started_at < p_now - interval '1 minute' and r.request_hash = excluded.request_hash);
  if found then
    return query select true, true, null::integer, null::jsonb, null::text;
  else
    return query select false, r.request_hash = p_hash, r.status, r.headers, r.body
      from idempotent_requests r where r.org_id = p_org and r.api_key_id = p_api_key and r.key = p_key;
  end if;
end $$;

create function finish_request(
  p_org uuid, p_api_key uuid, p_key text, p_status integer, p_headers jsonb, p_body text, p_now timestamptz
) returns void language plpgsql as $$
begin
  perform set_config('synchronous_commit', 'off', true);
  update idempotent_requests
    set finished_at = p_now, status = p_status, headers = p_headers, body = p_body
    where org_id = p_org and api_key_id = p_api_key and key = p_key;
end $$;
