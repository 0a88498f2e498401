-- Whom a client sees, now; and with which clients schools shared, and whom those saw, at an instant.

-- Of which schools a client may see staff and governors: an agreement on other classes of data does not open them.
create view staff_sharing_school (client_id, urn) as
select client_id, urn from shared_school where data_classes && array['people', 'employments'];

-- Functions in PL/pgSQL on purpose: each session plans them once, and to the planner of a list they are a question about one
-- row, not a join. As part of each query they took 30 ms to plan and, with 3,000 schools, worked out all that the client sees.
create function shares_with(client text, school text) returns boolean language plpgsql stable parallel safe cost 100 as $$
begin
  return exists (select from staff_sharing_school s where s.client_id = client and s.urn = school);
end $$;

create function is_left_out(client text, person uuid) returns boolean language plpgsql stable parallel safe cost 100 as $$
begin
  return exists (select from sharing_exclusion x where x.client_id = client and x.person_id = person);
end $$;

-- A group's own people are shared where each of its schools is.
create function client_sees_group(client text, of_group uuid, day date) returns boolean language plpgsql stable parallel safe cost 1000 as $$
begin
  return coalesce((
    select bool_and(shares_with(client, g.urn)) from group_school g
    where g.group_id = of_group and day between g.first_day and coalesce(g.last_day, 'infinity')), false);
end $$;

-- Somebody with a place, now or to come, that shares with the client; and whom it registered itself, as long as they never had a
-- place: authority officers and partners may have none. Nobody who is left out.
create function client_sees_person(client text, person uuid, day date) returns boolean language plpgsql stable parallel safe cost 1000 as $$
declare
  place record;
  placed boolean := false;
begin
  for place in select p.urn, p.group_id, p.last_day from person_place p where p.person_id = person loop
    placed := true;
    continue when place.last_day < day;
    if place.urn is not null and shares_with(client, place.urn) or place.group_id is not null and client_sees_group(client, place.group_id, day) then
      return not is_left_out(client, person);
    end if;
  end loop;
  return not placed and exists (select from person r where r.id = person and r.registered_by = client) and not is_left_out(client, person);
end $$;

-- An instant is of real time here. A row stood from when it was written until it was superseded.
create function staff_sharing_school_at(at timestamptz) returns table (client_id text, urn text) language sql stable as $$
  select a.client_id, a.urn
  from sharing_agreement_as_known a
  where a.state = 'in-force' and a.data_classes && array['people', 'employments'] and a.urn is not null and a.updated_at <= at and coalesce(a.superseded_at, 'infinity') > at
  union
  select a.client_id, g.urn
  from sharing_agreement_as_known a
  join group_school_as_known g on g.group_id = a.group_id and g.updated_at <= at and coalesce(g.superseded_at, 'infinity') > at
  where a.state = 'in-force' and a.data_classes && array['people', 'employments'] and a.updated_at <= at and coalesce(a.superseded_at, 'infinity') > at
    and (at at time zone 'Europe/London')::date between g.first_day and coalesce(g.last_day, 'infinity')
$$;

create function sharing_exclusion_at(at timestamptz) returns table (client_id text, person_id uuid) language sql stable as $$
  select a.client_id, coalesce(p.merged_into, p.id)
  from sharing_left_out_as_known o
  join sharing_agreement_as_known a on a.id = o.agreement_id and a.updated_at <= at and coalesce(a.superseded_at, 'infinity') > at
  join person p on p.id = o.person_id
  where a.state = 'in-force' and o.updated_at <= at and coalesce(o.superseded_at, 'infinity') > at
$$;

-- Where these people worked and what they governed, as it stood at an instant: places that were current or to come then.
create function person_place_at(people uuid[], at timestamptz) returns table (person_id uuid, urn text, group_id uuid) language sql stable as $$
  select e.person_id, urn, case when urn is null and p.employer_kind = 'trust' then p.employer_reference::uuid end
  from employment_as_known e
  join employment_period_as_known p on p.employment_id = e.id and p.updated_at <= at and coalesce(p.superseded_at, 'infinity') > at,
  unnest(case when p.urns = '{}' then array[null] else p.urns end) urn
  where e.person_id = any (people) and not e.voided and e.updated_at <= at and coalesce(e.superseded_at, 'infinity') > at
    and coalesce(p.last_day, 'infinity') >= (at at time zone 'Europe/London')::date
  union all
  select t.person_id, case board_kind when 'school' then board_reference end, case board_kind when 'group' then board_reference::uuid end
  from governance_term_as_known t
  where t.person_id = any (people) and not t.voided and t.updated_at <= at and coalesce(t.superseded_at, 'infinity') > at
    and coalesce(t.last_day, 'infinity') >= (at at time zone 'Europe/London')::date
$$;

-- Which of these people a client (null: the national body) saw at an instant, at one school or anywhere.
create function people_seen_at(of_client text, people uuid[], at timestamptz, at_school text) returns setof uuid language sql stable as $$
  with shared as materialized (
    select s.urn from staff_sharing_school_at(at) s where s.client_id = of_client union select at_school where of_client is null),
  place as materialized (select * from person_place_at(people, at))
  (
    select p.person_id from place p join shared s on s.urn = p.urn where at_school is null or p.urn = at_school
    union
    select p.person_id from place p where at_school is null and p.group_id in (
      select g.group_id from group_school_as_known g
      where g.updated_at <= at and coalesce(g.superseded_at, 'infinity') > at
        and (at at time zone 'Europe/London')::date between g.first_day and coalesce(g.last_day, 'infinity')
      group by g.group_id having bool_and(g.urn in (select urn from shared)))
    union
    select r.id from person r
    where at_school is null and r.id = any (people) and r.registered_by = of_client and r.recorded_at <= at
      and not exists (select from place p where p.person_id = r.id and (p.urn is not null or p.group_id is not null))
  )
  except
  select x.person_id from sharing_exclusion_at(at) x where x.client_id = of_client
$$;
