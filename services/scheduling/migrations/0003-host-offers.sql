-- What schools offer to host.

create table host_offer (
  id          uuid primary key,
  version     integer     not null default 1,
  urn         text        not null,
  network_id  uuid        not null,
  activities  text[]      not null check (activities <> '{}'),
  first_day   date        not null,
  last_day    date        not null check (last_day >= first_day),
  -- Null: on any.
  weekdays    text[],
  capacity    integer     not null check (capacity >= 1),
  focus       text,
  end_reason  text check (end_reason in ('by-school', 'school-left-network', 'network-dissolved')),
  offered_at  timestamptz not null,
  recorded_at timestamptz not null default domain_now(),
  updated_at  timestamptz not null default now()
);
select keep_history('host_offer');
create index on host_offer (network_id, id);
create index on host_offer (urn, last_day);
create index on host_offer (updated_at);

-- The school belongs to the network on each of these days: by one membership, or by several that follow each other.
create function is_member_throughout(school text, network uuid, first_day date, last_day date) returns boolean language sql stable as $$
  select coalesce(range_agg(daterange(n.first_day, n.last_day, '[]')) @> daterange($3, $4, '[]'), false)
  from known_network_school n where n.network_id = network and n.urn = school
$$;
