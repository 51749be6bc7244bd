-- A commit takes few round trips: one to lock, one to load, one to write everything that was decided.

-- Locks the owners in ascending id (always the same order, so nobody waits in a circle), then frees
-- the holds that have run out. NO KEY UPDATE leaves room for the foreign keys of allocations.
create function lock_owners(p_org uuid, p_owners uuid[]) returns void language plpgsql as $$
begin
  perform 1 from time_owners where org_id = p_org and id = any (p_owners) order by id for no key update;
  delete from allocations
    where org_id = p_org and owner_id = any (p_owners) and expires_at is not null and expires_at <= org_now(p_org);
end $$;

-- Locks a booking, then every owner whose time it holds and those it is about to take.
-- Each statement of a volatile function sees what was committed while the one before it waited.
create function lock_booking(p_org uuid, p_booking uuid, p_new_owners uuid[]) returns boolean language plpgsql as $$
begin
  perform 1 from bookings where org_id = p_org and id = p_booking for no key update;
  if not found then return false; end if;
  perform lock_owners(p_org, array(
    select owner_id from allocations where org_id = p_org and booking_id = p_booking
    union select unnest(p_new_owners)));
  return true;
end $$;

-- Locks everybody who could be asked to sit in a meeting of this event type, and finds the customer by address.
create function open_booking(p_org uuid, p_event_type uuid, p_email text) returns uuid language plpgsql as $$
begin
  perform lock_owners(p_org, array(
    select c.owner_id from seats s join seat_candidates c on c.org_id = s.org_id and c.seat_id = s.id
    where s.org_id = p_org and s.event_type_id = p_event_type));
  return (select id from customers where org_id = p_org and lower(email) = lower(p_email));
end $$;

-- Sessions of all organizations whose end has passed at this time of the database's clock. The latest clock of
-- all organizations is asked first, because that is what the index can answer.
create function sessions_that_ended(p_now timestamptz, p_limit integer) returns setof sessions language sql stable as $$
  select s.* from sessions s join organizations o on o.id = s.org_id
  where s.state = 'scheduled'
    and s.ends_at <= p_now + (select max(clock_offset) from organizations)
    and s.ends_at <= p_now + o.clock_offset
  order by s.ends_at limit p_limit
$$;

-- Holds of all organizations that have run out; commits and slots already ignore them.
create function drop_expired_holds(p_now timestamptz) returns integer language sql volatile as $$
  with dropped as (
    delete from allocations a using organizations o
    where o.id = a.org_id and a.expires_at <= p_now + o.clock_offset returning 1)
  select count(*)::integer from dropped
$$;

-- Writes rows in the order in which they depend on each other. `w` maps a table to the rows to insert;
-- `freed` lists allocations that end, and the `changed_` keys rows whose mutable columns are replaced.
-- Freed time goes first: that is how sessions of one booking can swap places.
create function write_rows(w jsonb) returns void language plpgsql as $$
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
  update bookings b set revision = n.revision, updated_at = n.updated_at
    from jsonb_populate_recordset(null::bookings, w -> 'changed_bookings') n
    where b.org_id = n.org_id and b.id = n.id;
  insert into quotes select * from jsonb_populate_recordset(null::quotes, w -> 'quotes');
  insert into remarks select * from jsonb_populate_recordset(null::remarks, w -> 'remarks');
  insert into facts select * from jsonb_populate_recordset(null::facts, w -> 'facts');
  insert into deliveries select * from jsonb_populate_recordset(null::deliveries, w -> 'deliveries')
    on conflict do nothing;
  insert into calendar_changes select * from jsonb_populate_recordset(null::calendar_changes, w -> 'calendar_changes')
    on conflict do nothing;
  insert into refunds select * from jsonb_populate_recordset(null::refunds, w -> 'refunds');
end $$;
