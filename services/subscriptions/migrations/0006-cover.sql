-- What visits need cover for at the visitors' own schools: told under a class of data of its own. At a school it is a place of its own,
-- `<urn>/cover`, which opens and closes apart from the school's roles.
alter table known_sharing add column cover boolean not null default false;

create or replace view place_right (client_id, place, agreement_id, held) as
select distinct on (client_id, place) client_id, place, agreement_id, held
from (
  select s.client_id, s.place || c.behind as place, s.agreement_id, false as held, 1 as rank
  from known_sharing s cross join lateral (select '' where s.roles union all select '/cover' where s.cover and s.place ~ '^\d{6}$') c(behind)
  where s.state = 'in-force' and not exists (select from known_school k where k.urn = s.place and k.current_urn <> k.urn)
  union all
  select s.client_id, g.urn || c.behind, s.agreement_id, false, 2
  from known_sharing s join known_group_school g on g.group_id::text = s.place
    cross join lateral (select '' where s.roles union all select '/cover' where s.cover) c(behind)
  where s.state = 'in-force'
    and (domain_now() at time zone 'Europe/London')::date between g.first_day and coalesce(g.last_day, 'infinity')
    and not exists (select from known_school k where k.urn = g.urn and k.current_urn <> k.urn)
  union all
  select s.client_id, s.place || c.behind, s.agreement_id, true, 3
  from known_sharing s cross join lateral (select '' where s.roles union all select '/cover' where s.cover and s.place ~ '^\d{6}$') c(behind)
  where s.state = 'offered' and s.held_until is not null
  union all
  select s.client_id, k.current_urn || c.behind, s.agreement_id, true, 4
  from known_sharing s join known_school k on k.urn = s.place and k.current_urn <> k.urn
    cross join lateral (select '' where s.roles union all select '/cover' where s.cover) c(behind)
  where s.state = 'in-force'
) rights
order by client_id, place, rank;

-- The newest of each booking that needed cover once: what scheduling said of it.
create table known_visit (
  booking_id uuid primary key,
  version    integer     not null,
  person_id  uuid        not null,
  -- As the school is called now, with `/cover` behind it.
  places     text[]      not null,
  -- They have a place, and lessons need cover.
  needed     boolean     not null,
  ends_at    timestamptz not null,
  record     jsonb       not null
);
create index on known_visit using gin (places);
create index on known_visit (person_id);

-- What a subscription's reader holds of each visit.
create table visit_in_view (
  subscription_id uuid    not null references subscription,
  booking_id      uuid    not null,
  version         integer not null,
  person_id       uuid    not null,
  places          text[]  not null,
  data            jsonb   not null,
  primary key (subscription_id, booking_id)
);
create index on visit_in_view (booking_id);
create index on visit_in_view (person_id);
create index on visit_in_view using gin (places);
