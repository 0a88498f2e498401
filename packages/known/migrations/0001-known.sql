-- What a service keeps of what membership says. Events of different things arrive in any order, so nothing here refers to anything
-- by a foreign key but to a person, who is noted with the first event that names them.
-- `told_at`: when the event that a row stands on was said. A succession of schools that was said later moves it; one said before is
-- in it already. Of a merge of people it is the same, by the `told_at` of the employment or term as a whole.

create table known_person (
  id          uuid primary key,
  -- Always a record that is not merged itself.
  merged_into uuid references known_person check (merged_into <> id),
  erased      boolean not null default false
);
create index on known_person (merged_into) where merged_into is not null;

-- The record that a person's id stands for; noted where it is new. A merge that is under way is waited for.
create function know_person(person uuid) returns uuid language plpgsql as $$
declare
  kept uuid;
begin
  insert into known_person (id) values (person) on conflict do nothing;
  select coalesce(merged_into, id) into kept from known_person where id = person for share;
  return kept;
end $$;

-- The same for reading: nobody is noted.
create function now_called(person uuid) returns uuid language sql stable parallel safe as $$
  select coalesce(merged_into, id) from known_person where id = person
$$;

create table known_employment (
  id          uuid primary key,
  person_id   uuid        not null references known_person,
  told_at     timestamptz not null,
  -- When its last day was said, where that was said by itself.
  end_told_at timestamptz,
  -- Entered in error, or recorded in another one since: it never was.
  voided      boolean     not null default false,
  united_into uuid
);
create index on known_employment (person_id);

-- What holds from when until when. No last day: open.
create table known_employment_period (
  employment_id      uuid             not null references known_employment on delete cascade,
  first_day          date             not null,
  last_day           date check (last_day >= first_day),
  employer_kind      text             not null,
  employer_reference text             not null,
  urns               text[]           not null,
  working_days       text[]           not null,
  fte                double precision not null,
  staff_category     text             not null,
  told_at            timestamptz      not null,
  primary key (employment_id, first_day)
);

-- Who works where when, a row per period and workplace. No URN: the employer's own team. Made anew by the function below.
create table known_employment_place (
  employment_id      uuid             not null,
  person_id          uuid             not null,
  employer_kind      text             not null,
  employer_reference text             not null,
  urn                text,
  working_days       text[]           not null,
  fte                double precision not null,
  staff_category     text             not null,
  first_day          date             not null,
  last_day           date
);
create index on known_employment_place (employment_id);
create index on known_employment_place (person_id);
create index on known_employment_place (urn, last_day);
create index on known_employment_place (employer_kind, employer_reference) where urn is null;

create function place_known_employment(employment uuid) returns void language sql as $$
  delete from known_employment_place where employment_id = employment;
  insert into known_employment_place (
    employment_id, person_id, employer_kind, employer_reference, urn, working_days, fte, staff_category, first_day, last_day)
  select e.id, e.person_id, p.employer_kind, p.employer_reference, urn, p.working_days, p.fte, p.staff_category, p.first_day, p.last_day
  from known_employment e join known_employment_period p on p.employment_id = e.id,
  unnest(case when p.urns = '{}' then array[null] else p.urns end) urn
  where e.id = employment and not e.voided
$$;

create table known_governance_term (
  id          uuid primary key,
  person_id   uuid        not null references known_person,
  category    text        not null,
  office      text,
  told_at     timestamptz not null,
  voided      boolean     not null default false,
  united_into uuid
);
create index on known_governance_term (person_id);

-- On which board when: a term goes from one to another where one school carries another on.
create table known_governance_seat (
  term_id         uuid not null references known_governance_term on delete cascade,
  board_kind      text not null check (board_kind in ('school', 'group')),
  board_reference text not null,
  first_day       date not null,
  last_day        date check (last_day >= first_day),
  told_at         timestamptz not null,
  primary key (term_id, first_day)
);
create index on known_governance_seat (board_reference);

create table known_school (
  urn        text primary key,
  name       text not null,
  status     text not null,
  phase      text,
  type_code  text,
  latitude   double precision,
  longitude  double precision,
  first_day  date,
  last_day   date
);

-- Under which local authority's code a school is known from this day on ('-infinity': ever since).
create table known_school_local_authority (
  urn                  text not null,
  la_code              text not null,
  establishment_number text,
  first_day            date not null,
  primary key (urn, first_day)
);
create index on known_school_local_authority (la_code);

create function la_code_of(school text, day date) returns text language sql stable parallel safe as $$
  select la_code from known_school_local_authority where urn = school and first_day <= day order by first_day desc limit 1
$$;

create table known_succession (
  urn           text        not null,
  successor_urn text        not null,
  first_day     date        not null,
  told_at       timestamptz not null,
  primary key (urn)
);
create index on known_succession (successor_urn);

create table known_school_group (
  id        uuid primary key,
  uid       text not null,
  name      text not null,
  kind      text not null,
  first_day date,
  last_day  date
);

create table known_group_school (
  group_id    uuid        not null,
  urn         text        not null,
  kind        text        not null,
  first_day   date        not null,
  last_day    date,
  recorded_at timestamptz not null default domain_now(),
  updated_at  timestamptz not null default now(),
  primary key (group_id, urn, first_day)
);
select keep_history('known_group_school');
create index on known_group_school (urn);

create table known_partner_organisation (
  id        uuid primary key,
  kind      text not null,
  la_code   text,
  first_day date not null,
  last_day  date
);

-- `state` as of now; a network is what it was told to be, from the instant at which it was decided.
create table known_network (
  id              uuid primary key,
  kind            text   not null check (kind in ('school-network', 'professional-network')),
  programme_code  text,
  state           text   not null check (state in ('forming', 'active', 'sustaining', 'suspended', 'dissolved')),
  learning_levels text[] not null default '{}',
  active_from     date,
  dissolved_on    date
);

-- A membership that a succession moved has a row for each school.
create table known_network_school (
  membership_id uuid        not null,
  network_id    uuid        not null,
  urn           text        not null,
  first_day     date        not null,
  last_day      date,
  told_at       timestamptz not null,
  primary key (membership_id, urn, first_day)
);
create index on known_network_school (network_id, urn);
create index on known_network_school (urn);

-- People of professional networks.
create table known_network_person (
  membership_id uuid primary key,
  network_id    uuid not null,
  person_id     uuid not null references known_person,
  first_day     date not null,
  last_day      date
);
create index on known_network_person (network_id, person_id);
create index on known_network_person (person_id);

-- One that a succession moved has a row for each school.
create table known_co_leader (
  co_leader_id uuid        not null,
  network_id   uuid        not null,
  person_id    uuid        not null references known_person,
  urn          text,
  first_day    date        not null,
  last_day     date,
  reason       text,
  told_at      timestamptz not null,
  primary key (co_leader_id, first_day)
);
create index on known_co_leader (network_id, person_id);
create index on known_co_leader (person_id);
create index on known_co_leader (urn);

create table known_delegation (
  id        uuid primary key,
  urn       text,
  group_id  uuid,
  person_id uuid not null references known_person,
  first_day date not null,
  -- Before the first: revoked before it began.
  last_day  date
);
create index on known_delegation (urn);
create index on known_delegation (group_id);
create index on known_delegation (person_id);

create table known_sharing_agreement (
  id           uuid primary key,
  client_id    text        not null,
  urn          text,
  group_id     uuid,
  data_classes text[]      not null,
  state        text        not null check (state in ('in-force', 'withdrawing', 'withdrawn', 'expired')),
  signed_at    timestamptz not null,
  last_day     date        not null,
  expiry_reason text,
  -- The one that this one renews, and the one of the school that this one's succeeded: whoever was left out of those is left out of this.
  follows      uuid[]      not null default '{}',
  recorded_at  timestamptz not null default domain_now(),
  updated_at   timestamptz not null default now(),
  check (num_nonnulls(urn, group_id) = 1)
);
select keep_history('known_sharing_agreement');
create index on known_sharing_agreement (client_id) where state = 'in-force';
create index on known_sharing_agreement (urn);
create index on known_sharing_agreement (group_id);

create table known_sharing_left_out (
  agreement_id uuid        not null,
  person_id    uuid        not null references known_person,
  recorded_at  timestamptz not null default domain_now(),
  updated_at   timestamptz not null default now(),
  primary key (agreement_id, person_id)
);
select keep_history('known_sharing_left_out');
create index on known_sharing_left_out (person_id);

-- Columns that name a person, whatever table they are in: what follows a merge.
create function person_references() returns table (table_name text, column_name text) language sql stable as $$
  select t.relname, a.attname
  from pg_constraint c join pg_class t on t.oid = c.conrelid join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
  where c.contype = 'f' and c.confrelid = 'known_person'::regclass and cardinality(c.conkey) = 1 and not t.relispartition
  order by 1, 2
$$;

-- A person's places: schools worked at or governed, and groups whose own team or board the person belongs to.
create view person_place as
  select person_id, urn, null::uuid as group_id, first_day, last_day from known_employment_place where urn is not null
  union all
  select person_id, null, employer_reference::uuid, first_day, last_day from known_employment_place where urn is null and employer_kind = 'trust'
  union all
  select t.person_id, s.board_reference, null, s.first_day, s.last_day
  from known_governance_seat s join known_governance_term t on t.id = s.term_id where s.board_kind = 'school' and not t.voided
  union all
  select t.person_id, null, s.board_reference::uuid, s.first_day, s.last_day
  from known_governance_seat s join known_governance_term t on t.id = s.term_id where s.board_kind = 'group' and not t.voided;

-- Who may sign on a day: as membership has it, over the copies.

create function trust_of(school text, day date) returns uuid language sql stable as $$
  select group_id from known_group_school
  where urn = school and kind in ('multi-academy-trust', 'single-academy-trust') and day between first_day and coalesce(last_day, 'infinity')
  order by first_day desc limit 1
$$;

create type signatory as (person_id uuid, ground text, delegation_id uuid);

create function heads_of_school(school text, day date) returns setof signatory language sql stable as $$
  select distinct person_id, 'head-teacher', null::uuid
  from known_employment_place
  where urn = school and staff_category = 'head-teacher' and day between first_day and coalesce(last_day, 'infinity')
$$;

-- Of the school's own board, or of the one that it shares with the other schools of its federation.
create function chairs_of_school(school text, day date) returns setof signatory language sql stable as $$
  select distinct t.person_id, 'chair-of-governors', null::uuid
  from known_governance_seat s join known_governance_term t on t.id = s.term_id
  where t.office = 'chair' and not t.voided and day between s.first_day and coalesce(s.last_day, 'infinity')
    and (s.board_kind = 'school' and s.board_reference = school
      or s.board_kind = 'group' and s.board_reference in (
        select group_id::text from known_group_school
        where urn = school and kind = 'federation' and day between first_day and coalesce(last_day, 'infinity')))
$$;

create function chairs_of_group(of_group uuid, day date) returns setof signatory language sql stable as $$
  select distinct t.person_id, 'chair-of-governors', null::uuid
  from known_governance_seat s join known_governance_term t on t.id = s.term_id
  where t.office = 'chair' and not t.voided and s.board_kind = 'group' and s.board_reference = of_group::text
    and day between s.first_day and coalesce(s.last_day, 'infinity')
$$;

-- A delegation holds while the person works at the place or governs it, or does so at the school's trust or a school of the group.
create function delegates_of(school text, of_group uuid, day date) returns setof signatory language sql stable as $$
  select distinct d.person_id, 'delegation', d.id
  from known_delegation d
  where (d.urn = school or d.group_id = of_group) and day between d.first_day and coalesce(d.last_day, 'infinity')
    and exists (
      select from person_place p
      where p.person_id = d.person_id and day between p.first_day and coalesce(p.last_day, 'infinity')
        and (p.urn = d.urn or p.group_id = trust_of(d.urn, day) or p.group_id = d.group_id
          or p.urn in (
            select g.urn from known_group_school g where g.group_id = d.group_id and day between g.first_day and coalesce(g.last_day, 'infinity'))))
$$;

-- In PL/pgSQL, here and below: as a part of each statement that asks, the whole of it would be planned each time.
create function group_signatories(of_group uuid, day date) returns setof signatory language plpgsql stable rows 2 as $$
begin
  return query
    select distinct person_id, 'head-teacher'::text, null::uuid
    from known_employment_place
    where urn is null and employer_kind = 'trust' and employer_reference = of_group::text and staff_category = 'head-teacher'
      and day between first_day and coalesce(last_day, 'infinity');
  if not found then
    return query select * from chairs_of_group(of_group, day);
  end if;
  return query select * from delegates_of(null, of_group, day);
end
$$;

create function school_signatories(school text, day date) returns setof signatory language plpgsql stable rows 2 as $$
begin
  return query select * from heads_of_school(school, day);
  if not found then
    return query select * from chairs_of_school(school, day);
    if not found then
      return query select person_id, 'trust'::text, delegation_id from group_signatories(trust_of(school, day), day);
    end if;
  end if;
  return query select * from delegates_of(school, null, day);
end
$$;

-- A head's own release comes from the employer, anybody else's from the school's signatories; nobody releases themselves.
create function release_signatories(person uuid, school text, day date) returns setof signatory language plpgsql stable rows 2 as $$
declare
  employer record;
begin
  select employer_kind, employer_reference into employer from known_employment_place
  where person_id = person and urn = school and staff_category = 'head-teacher' and day between first_day and coalesce(last_day, 'infinity')
  order by first_day limit 1;
  if not found then
    return query select * from school_signatories(school, day) where person_id <> person;
  elsif employer.employer_kind = 'trust' then
    -- The head of a trust of one school is often its signatory, too: then its board's chair releases.
    return query
      select s.* from group_signatories(employer.employer_reference::uuid, day) s where s.person_id <> person
      union
      select s.* from chairs_of_group(employer.employer_reference::uuid, day) s where s.person_id <> person;
  else
    return query select * from chairs_of_school(school, day) where person_id <> person;
  end if;
end
$$;

-- The same for whoever is of a group's own team or board: the head of the team is released by the board's chair.
create function group_release_signatories(person uuid, of_group uuid, day date) returns setof signatory language sql stable as $$
  select * from group_signatories(of_group, day) where person_id <> person
  union
  select * from chairs_of_group(of_group, day) where person_id <> person
$$;

create function signs_for_school(person uuid, school text, day date) returns boolean language plpgsql stable parallel safe cost 500 as $$
begin
  return school is not null and exists (select from school_signatories(school, day) s where s.person_id = person);
end $$;

create function signs_for_group(person uuid, of_group uuid, day date) returns boolean language plpgsql stable parallel safe cost 500 as $$
begin
  return of_group is not null and exists (select from group_signatories(of_group, day) s where s.person_id = person);
end $$;

create function co_leads(person uuid, network uuid, day date) returns boolean language plpgsql stable parallel safe cost 50 as $$
begin
  return exists (
    select from known_co_leader c where c.network_id = network and c.person_id = person and day between c.first_day and coalesce(c.last_day, 'infinity'));
end $$;

-- What schools share now, with which client, in which classes of data: each school once per client.
create view known_shared_school (client_id, urn, data_classes) as
select client_id, urn, array_agg(distinct data_class)
from (
  select a.client_id, a.urn, unnest(a.data_classes) from known_sharing_agreement a where a.state = 'in-force' and a.urn is not null
  union all
  select a.client_id, g.urn, unnest(a.data_classes)
  from known_sharing_agreement a join known_group_school g on g.group_id = a.group_id
  where a.state = 'in-force' and (domain_now() at time zone 'Europe/London')::date between g.first_day and coalesce(g.last_day, 'infinity')
) as shared (client_id, urn, data_class)
group by client_id, urn;

-- In PL/pgSQL: each session plans them once, and to the planner of a list they are a question about one row, not a join.
-- `class`: the class of data that is shared, such as 'roles'.
create function shares_with(client text, school text, class text) returns boolean language plpgsql stable parallel safe cost 100 as $$
begin
  return exists (
    select from known_sharing_agreement a where a.client_id = client and a.state = 'in-force' and a.urn = school and class = any (a.data_classes))
  or exists (
    select from known_sharing_agreement a join known_group_school g on g.group_id = a.group_id
    where a.client_id = client and a.state = 'in-force' and g.urn = school and class = any (a.data_classes)
      and (domain_now() at time zone 'Europe/London')::date between g.first_day and coalesce(g.last_day, 'infinity'));
end $$;

-- Who is left out of anything that is shared with a client is left out of all of it.
create function is_left_out(client text, person uuid) returns boolean language plpgsql stable parallel safe cost 100 as $$
begin
  return exists (
    select from known_sharing_left_out o join known_sharing_agreement a on a.id = o.agreement_id
    where o.person_id = person and a.client_id = client and a.state = 'in-force');
end $$;

-- A group's own people are shared where each of its schools is.
create function group_shares_with(client text, of_group uuid, class text, day date) returns boolean language plpgsql stable parallel safe cost 1000 as $$
begin
  return coalesce((
    select bool_and(shares_with(client, g.urn, class)) from known_group_school g
    where g.group_id = of_group and day between g.first_day and coalesce(g.last_day, 'infinity')), false);
end $$;

-- Somebody with a place, now or to come, that shares the class with the client, and who is not left out.
create function client_sees_person(client text, person uuid, class text, day date) returns boolean language plpgsql stable parallel safe cost 1000 as $$
declare
  place record;
begin
  for place in
    select p.urn, p.group_id from person_place p where p.person_id = person and coalesce(p.last_day, 'infinity') >= day
  loop
    if place.urn is not null and shares_with(client, place.urn, class)
      or place.group_id is not null and group_shares_with(client, place.group_id, class, day) then
      return not is_left_out(client, person);
    end if;
  end loop;
  return false;
end $$;

-- A client's own view, whomever it acts for: what somebody holds through a school, or a group, that shares the class with it.
create function client_sees_held(client text, person uuid, school text, of_group uuid, class text, day date)
returns boolean language plpgsql stable parallel safe cost 1000 as $$
begin
  return (school is not null and shares_with(client, school, class)
      or school is null and of_group is not null and group_shares_with(client, of_group, class, day))
    and not is_left_out(client, person);
end $$;

create function client_sees_network(client text, network uuid, class text, day date) returns boolean language plpgsql stable parallel safe cost 1000 as $$
begin
  return exists (
    select from known_network_school n
    where n.network_id = network and day between n.first_day and coalesce(n.last_day, 'infinity') and shares_with(client, n.urn, class))
  or exists (
    select from known_network_person n
    where n.network_id = network and day between n.first_day and coalesce(n.last_day, 'infinity') and client_sees_person(client, n.person_id, class, day));
end $$;

create type affiliation as (
  affiliation text, urn text, group_id uuid, organisation_id uuid, network_id uuid, staff_category text, fte double precision,
  first_day date, last_day date);

-- By what a person may hold roles on a day. Of employments without a workplace: the trust's own team, the governing body's school,
-- the partner organisation; an authority's officer has none of the three.
create function affiliations_of(person uuid, day date) returns setof affiliation language sql stable as $$
  select case when p.employer_kind = 'agency' and p.urn is null then 'partner' else 'employment' end,
    coalesce(p.urn, case when p.employer_kind = 'governing-body' then p.employer_reference end),
    case when p.urn is null and p.employer_kind = 'trust' then p.employer_reference::uuid end,
    case when p.urn is null and p.employer_kind = 'agency' then p.employer_reference::uuid end,
    null::uuid, p.staff_category, p.fte, p.first_day, p.last_day
  from known_employment_place p
  where p.person_id = person and day between p.first_day and coalesce(p.last_day, 'infinity')
  union all
  select 'governance', case s.board_kind when 'school' then s.board_reference end, case s.board_kind when 'group' then s.board_reference::uuid end,
    null, null, 'governor', null, s.first_day, s.last_day
  from known_governance_seat s join known_governance_term t on t.id = s.term_id
  where t.person_id = person and not t.voided and day between s.first_day and coalesce(s.last_day, 'infinity')
  union all
  select 'network', null, null, null, n.network_id, null, null, n.first_day, n.last_day
  from known_network_person n
  where n.person_id = person and day between n.first_day and coalesce(n.last_day, 'infinity')
$$;

-- Those by which a person may hold a role of this network. Of a network of schools: at one of its schools on that day, in the team or
-- on the board of a group with one of them, in a partner organisation, or in the authority. Of a professional network: all that its
-- people have, and being one of them.
create function affiliations_with(network uuid, person uuid, day date) returns setof affiliation language sql stable as $$
  select a.* from known_network n, affiliations_of(person, day) a
  where n.id = network and case n.kind
    when 'professional-network' then
      (a.affiliation <> 'network' or a.network_id = network)
      and (co_leads(person, network, day) or exists (
        select from known_network_person m
        where m.network_id = network and m.person_id = person and day between m.first_day and coalesce(m.last_day, 'infinity')))
    else a.affiliation <> 'network' and case
      when a.urn is not null then exists (
        select from known_network_school s
        where s.network_id = network and s.urn = a.urn and day between s.first_day and coalesce(s.last_day, 'infinity'))
      when a.group_id is not null then exists (
        select from known_network_school s join known_group_school g on g.urn = s.urn
        where s.network_id = network and g.group_id = a.group_id and day between s.first_day and coalesce(s.last_day, 'infinity')
          and day between g.first_day and coalesce(g.last_day, 'infinity'))
      when a.organisation_id is not null then not exists (
        select from known_partner_organisation o where o.id = a.organisation_id and o.last_day < day)
      else true end
    end
$$;
