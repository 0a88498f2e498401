-- Appointments, and what schools release beforehand.

create table appointment (
  id             uuid primary key,
  -- That of its last event: each change is one version and one event.
  version        integer     not null,
  person_id      uuid        not null,
  network_id     uuid        not null,
  role_code      text        not null,
  subject        text,
  covers         uuid,
  -- The co-leadership that it follows.
  co_leader_id   uuid,
  stage          text        not null check (stage in ('offered', 'school-agreed', 'confirmed', 'declined', 'withdrawn', 'voided')),
  -- It was accepted once, whatever became of it: who sees what is held, sees it.
  was_confirmed  boolean     not null,
  -- [{ firstDay, lastDay, affiliation, urn, groupId, organisationId, minutesPerWeek, share, paused }]: as people decided ...
  intended       jsonb       not null,
  ended_as       text,
  -- ... what befell it since, { lastDay, reason } ...
  "limit"        jsonb,
  -- ... and what is held after both. Empty where it is lost before it begins.
  periods        jsonb       not null,
  -- [{ place, minutesPerWeek, releasedBy }]
  releases       jsonb       not null,
  -- What made this version.
  happening      text        not null,
  recorded_at    timestamptz not null default domain_now(),
  updated_at     timestamptz not null default now()
);
select keep_history('appointment');
create index on appointment (person_id);
create index on appointment (network_id, role_code);
create index on appointment (covers) where covers is not null;
create unique index appointment_of_co_leader on appointment (co_leader_id) where co_leader_id is not null;
create index on appointment (updated_at);
-- By the schools and organisations that it names anywhere.
create index on appointment using gin (intended jsonb_path_ops);
create index on appointment_history (id, version);
create index on appointment_history (person_id);
create index on appointment_history (network_id);

-- Who made a version, and why, in their words: never told to anybody outside, and apart, so that it can be forgotten.
create table appointment_note (
  appointment_id uuid    not null references appointment,
  version        integer not null,
  done_by        uuid,
  explanation    text,
  primary key (appointment_id, version)
);

-- What is held, and offered, when: a row per period of what stands, made by the trigger below.
create table appointment_period (
  appointment_id   uuid      not null references appointment deferrable initially deferred,
  person_id        uuid      not null,
  network_id       uuid      not null,
  role_code        text      not null,
  subject          text,
  -- Accepted, not only offered.
  confirmed        boolean   not null,
  affiliation      text      not null check (affiliation in ('employment', 'governance', 'partner', 'network')),
  urn              text,
  group_id         uuid,
  organisation_id  uuid,
  -- Half-open, as the database writes ranges of days: the upper bound is the first day after.
  days             daterange not null check (not isempty(days) and not lower_inf(days)),
  minutes_per_week integer   not null check (minutes_per_week between 0 and 1950),
  share            numeric   not null check (share > 0 and share <= 1),
  paused           boolean   not null,
  check (num_nonnulls(urn, group_id, organisation_id) <= 1),
  -- One person in one role in one place, and offers of it: once at a time.
  constraint appointment_once_at_a_time exclude using gist (
    person_id with =, role_code with =, network_id with =, (coalesce(subject, '')) with =,
    (coalesce(urn, group_id::text, organisation_id::text, '')) with =, days with &&) deferrable initially deferred
);
create index on appointment_period (appointment_id);
create index on appointment_period (person_id);
create index on appointment_period (network_id, role_code);
create index on appointment_period (urn) where urn is not null;
create index on appointment_period (group_id) where group_id is not null;
create index on appointment_period (lower(days));
create index on appointment_period (upper(days));

create function appointment_days(first_day text, last_day text) returns daterange language sql immutable parallel safe as $$
  select daterange(first_day::date, last_day::date, '[]')
$$;

-- By statement: the end of a network ends thousands at once.
create function place_appointment_periods() returns trigger language plpgsql as $$
begin
  delete from appointment_period where appointment_id in (select id from placed);
  insert into appointment_period (
    appointment_id, person_id, network_id, role_code, subject, confirmed, affiliation, urn, group_id, organisation_id, days, minutes_per_week, share, paused)
  select a.id, a.person_id, a.network_id, a.role_code, a.subject, a.stage = 'confirmed', p.affiliation, p.urn, p."groupId", p."organisationId",
    appointment_days(p."firstDay", p."lastDay"), p."minutesPerWeek", p.share, p.paused
  from placed a, jsonb_to_recordset(a.periods) as p(
    "firstDay" text, "lastDay" text, affiliation text, urn text, "groupId" uuid, "organisationId" uuid, "minutesPerWeek" integer, share numeric, paused boolean)
  where a.stage in ('offered', 'school-agreed', 'confirmed');
  return null;
end $$;
create trigger placed after insert on appointment
  referencing new table as placed for each statement execute function place_appointment_periods();
create trigger placed_again after update on appointment
  referencing new table as placed for each statement execute function place_appointment_periods();

-- Each change is one event: its version is one above the last, whoever writes it.
create function one_version_per_change() returns trigger language plpgsql as $$
begin
  if new.version <> old.version + 1 then
    raise exception 'appointment %: version % does not follow %', new.id, new.version, old.version using errcode = '40001';
  end if;
  return new;
end $$;
create trigger one_version_per_change before update on appointment for each row execute function one_version_per_change();

-- Schools that have closed and that no other carries on: whoever is there is there no longer than until this day.
create table ended_school (
  urn      text primary key,
  last_day date not null
);
-- Schools of which another is to carry on, or may be: until that is decided they are not treated as ended.
create table awaited_succession (
  urn text primary key
);

-- By what a person is somewhere, and when: as people are affiliated on a day (affiliations_of), with its days.
create view affiliation_span as
  select s.person_id, s.affiliation, s.place, s.first_day, least(s.last_day, e.last_day, o.last_day) as last_day
  from (
    select person_id, case when employer_kind = 'agency' and urn is null then 'partner' else 'employment' end as affiliation,
      coalesce(urn, case when employer_kind <> 'local-authority' then employer_reference end, '') as place, first_day, last_day
    from known_employment_place
    union all
    select t.person_id, 'governance', s.board_reference, s.first_day, s.last_day
    from known_governance_seat s join known_governance_term t on t.id = s.term_id where not t.voided
  ) s
  left join ended_school e on e.urn = s.place
  left join known_partner_organisation o on s.affiliation = 'partner' and o.id::text = s.place;

create table standing_release (
  id               uuid primary key,
  version          integer     not null default 1,
  urn              text,
  group_id         uuid,
  role_code        text        not null,
  network_id       uuid,
  minutes_per_week integer     not null check (minutes_per_week > 0),
  academic_year    text        not null,
  released_by      uuid        not null,
  withdrawn_on     date,
  recorded_at      timestamptz not null default domain_now(),
  updated_at       timestamptz not null default now(),
  check (num_nonnulls(urn, group_id) = 1)
);
create index on standing_release (urn, role_code);
create index on standing_release (group_id, role_code);

-- One row: how many minutes a week one person may be given in all.
create table person_allowance (
  only_one             boolean primary key default true check (only_one),
  version              integer not null default 1,
  max_minutes_per_week integer not null default 300
);
insert into person_allowance default values;

-- The state on a day, as the rules have it.
create function appointment_state(stage text, periods jsonb, day date) returns text language sql immutable parallel safe as $$
  select case
    when stage <> 'confirmed' then stage
    when periods = '[]' then 'voided'
    when day < (periods -> 0 ->> 'firstDay')::date then 'accepted'
    when day > (periods -> -1 ->> 'lastDay')::date then 'ended'
    when (select (p ->> 'paused')::boolean from jsonb_array_elements(periods) p
          where day between (p ->> 'firstDay')::date and coalesce((p ->> 'lastDay')::date, 'infinity')) then 'paused'
    else 'active'
  end
$$;

-- For lists that are followed: at an instant of real time, which schools shared roles with a client, and who was left out. What is
-- superseded is so by the domain's clock, which can be moved: what stood is the last that was written until then.
create function roles_shared_at(client text, at timestamptz) returns table (urn text) language sql stable as $$
  with stood as (
    select distinct on (a.id) a.* from known_sharing_agreement_as_known a
    where a.client_id = client and a.updated_at <= at order by a.id, a.updated_at desc, a.superseded_at desc nulls first),
  shared as (select * from stood where state = 'in-force' and 'roles' = any (data_classes))
  select s.urn from shared s where s.urn is not null
  union
  select g.urn
  from shared s join known_group_school_as_known g on g.group_id = s.group_id and g.updated_at <= at and coalesce(g.superseded_at, 'infinity') > at
  where (at at time zone 'Europe/London')::date between g.first_day and coalesce(g.last_day, 'infinity')
$$;

create function left_out_at(client text, at timestamptz) returns table (person_id uuid) language sql stable as $$
  select o.person_id
  from known_sharing_left_out_as_known o
  join known_sharing_agreement_as_known a on a.id = o.agreement_id and a.updated_at <= at and coalesce(a.superseded_at, 'infinity') > at
  where a.client_id = client and a.state = 'in-force' and o.updated_at <= at and coalesce(o.superseded_at, 'infinity') > at
$$;
