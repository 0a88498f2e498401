-- People, their employments and governance terms, what a school's MIS says of its staff, and who may sign.

create table person (
  id            uuid primary key,
  version       integer     not null default 1,
  given_name    text,
  middle_name   text,
  family_name   text,
  known_as      text,
  trn           text check (trn ~ '^\d{7}$' and trn <> '0000000'),
  -- The client that registered the person: it sees them until they have a place at a school.
  registered_by text        not null,
  -- Always a record that is not merged itself.
  merged_into   uuid references person check (merged_into <> id),
  erased_on     date,
  changed_at    timestamptz not null,
  recorded_at   timestamptz not null default domain_now(),
  updated_at    timestamptz not null default now(),
  check ((family_name is null) = (merged_into is not null or erased_on is not null))
);
select keep_history('person');
create unique index person_one_trn on person (trn);
create index on person (merged_into) where merged_into is not null;
create index on person (registered_by);
create index on person (updated_at);

create table person_email (
  person_id uuid    not null references person,
  address   text    not null,
  verified  boolean not null,
  primary key (person_id, address)
);
create unique index person_email_one_owner on person_email (lower(address)) where verified;

create table erasure (
  id          uuid primary key,
  person_id   uuid        not null references person,
  state       text        not null check (state in ('asked', 'refused', 'done')),
  asked_on    date        not null,
  asked_at    timestamptz not null,
  decided_on  date,
  ground      text,
  explanation text,
  check ((state = 'refused') = (ground is not null))
);
create unique index erasure_asked_once on erasure (person_id) where state = 'asked';
create index on erasure (person_id, asked_at);

create table employment (
  id          uuid primary key,
  version     integer     not null default 1,
  person_id   uuid        not null references person,
  end_reason  text,
  -- Entered in error, or united with another employment of the same person: it never was.
  voided      boolean     not null default false,
  united_into uuid references employment,
  changed_at  timestamptz not null,
  recorded_at timestamptz not null default domain_now(),
  updated_at  timestamptz not null default now()
);
select keep_history('employment');
create index on employment (person_id);
create index on employment (updated_at);
create index on employment_history (id);
create index on employment_history (person_id);

-- What holds from when until when; a change is a new one, never an edit in place. No last day: open.
create table employment_period (
  id                 uuid primary key,
  employment_id      uuid             not null references employment,
  first_day          date             not null,
  last_day           date check (last_day >= first_day),
  employer_kind      text             not null check (employer_kind in ('trust', 'governing-body', 'local-authority', 'agency')),
  employer_reference text             not null,
  urns               text[]           not null,
  working_days       text[]           not null,
  fte                double precision not null check (fte > 0 and fte <= 1),
  staff_category     text             not null,
  payroll_number     text,
  recorded_at        timestamptz      not null default domain_now(),
  updated_at         timestamptz      not null default now(),
  constraint employment_period_one_at_a_time exclude using gist (employment_id with =, daterange(first_day, last_day, '[]') with &&)
    deferrable initially deferred
);
select keep_history('employment_period');
create index on employment_period (employment_id, first_day);
create index on employment_period (employer_kind, employer_reference, payroll_number) where payroll_number is not null;
create index on employment_period_history (employment_id);

-- Who works where when: a row per period and workplace, kept by the triggers below. No URN: the employer's own team.
create table employment_place (
  period_id          uuid        not null references employment_period on delete cascade,
  employment_id      uuid        not null,
  person_id          uuid        not null,
  employer_kind      text        not null,
  employer_reference text        not null,
  urn                text references school,
  staff_category     text        not null,
  first_day          date        not null,
  last_day           date,
  updated_at         timestamptz not null default now(),
  -- A person in one category at one place of one employer: once at a time.
  constraint employment_once_at_a_time exclude using gist (
    person_id with =, employer_kind with =, employer_reference with =, (coalesce(urn, '')) with =, staff_category with =,
    daterange(first_day, last_day, '[]') with &&) deferrable initially deferred
);
create index on employment_place (period_id);
create index on employment_place (employment_id);
create index on employment_place (person_id);
create index on employment_place (urn, last_day);
create index on employment_place (last_day);
create index on employment_place (updated_at);
create index on employment_place (employer_kind, employer_reference) where urn is null;

-- By statement, for a return of a school brings thousands of periods at once.
create function place_employment_periods() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then delete from employment_place where period_id in (select id from placed); end if;
  insert into employment_place (period_id, employment_id, person_id, employer_kind, employer_reference, urn, staff_category, first_day, last_day)
  select p.id, e.id, e.person_id, p.employer_kind, p.employer_reference, urn, p.staff_category, p.first_day, p.last_day
  from placed p join employment e on e.id = p.employment_id,
  unnest(case when p.urns = '{}' then array[null] else p.urns end) urn
  where not e.voided;
  return null;
end $$;
create trigger placed after insert on employment_period
  referencing new table as placed for each statement execute function place_employment_periods();
create trigger placed_again after update on employment_period
  referencing new table as placed for each statement execute function place_employment_periods();

-- Merged, voided, or back from it: the places follow.
create function place_employment() returns trigger language plpgsql as $$
begin
  delete from employment_place where employment_id = new.id;
  insert into employment_place (period_id, employment_id, person_id, employer_kind, employer_reference, urn, staff_category, first_day, last_day)
  select p.id, new.id, new.person_id, p.employer_kind, p.employer_reference, urn, p.staff_category, p.first_day, p.last_day
  from employment_period p, unnest(case when p.urns = '{}' then array[null] else p.urns end) urn
  where p.employment_id = new.id and not new.voided;
  return null;
end $$;
create trigger placed after update on employment for each row
  when (old.person_id <> new.person_id or old.voided <> new.voided) execute function place_employment();

create table governance_term (
  id              uuid primary key,
  version         integer     not null default 1,
  person_id       uuid        not null references person,
  board_kind      text        not null check (board_kind in ('school', 'group')),
  board_reference text        not null,
  category        text        not null,
  office          text check (office in ('chair', 'vice-chair')),
  first_day       date        not null,
  last_day        date check (last_day >= first_day),
  end_reason      text,
  -- Where a school was succeeded by another during the term: the boards before, [{ reference, lastDay }], and since when this one.
  earlier_boards  jsonb       not null default '[]',
  seated_since    date,
  voided          boolean     not null default false,
  united_into     uuid references governance_term,
  changed_at      timestamptz not null,
  recorded_at     timestamptz not null default domain_now(),
  updated_at      timestamptz not null default now(),
  constraint governance_term_bounded check (last_day - first_day < 1461 or (last_day is null and category = 'head-teacher')),
  constraint governance_term_one_at_a_time exclude using gist (
    person_id with =, board_kind with =, board_reference with =, daterange(coalesce(seated_since, first_day), last_day, '[]') with &&)
    where (not voided) deferrable initially deferred
);
select keep_history('governance_term');
create index on governance_term (person_id);
create index on governance_term (board_reference, last_day);
create index on governance_term (updated_at);
create index on governance_term (last_day);
create index on governance_term_history (id);
create index on governance_term_history (person_id);
-- Few: the views below find them by it.
create index on governance_term (id) where earlier_boards <> '[]';

-- Who sits on which board when.
create view governance_seat as
  select id as term_id, person_id, board_kind, board_reference, office, coalesce(seated_since, first_day) as first_day, last_day
  from governance_term where not voided
  union all
  select t.id, t.person_id, t.board_kind, e.board ->> 'reference', t.office,
    case e.n when 1 then t.first_day else (t.earlier_boards -> (e.n::int - 2) ->> 'lastDay')::date + 1 end, (e.board ->> 'lastDay')::date
  from governance_term t, jsonb_array_elements(t.earlier_boards) with ordinality e (board, n)
  where t.earlier_boards <> '[]' and not t.voided;

-- A person's places: schools worked at or governed, and groups whose own team or board the person belongs to.
create view person_place as
  select person_id, urn, null::uuid as group_id, first_day, last_day from employment_place where urn is not null
  union all
  select person_id, null, employer_reference::uuid, first_day, last_day from employment_place where urn is null and employer_kind = 'trust'
  union all
  select person_id, board_reference, null, first_day, last_day from governance_seat where board_kind = 'school'
  union all
  select person_id, null, board_reference::uuid, first_day, last_day from governance_seat where board_kind = 'group';

-- Columns that name a person, whatever table they are in: what follows a merge, and what a copy of all that is held is made from.
create function person_references() returns table (table_name text, column_name text) language sql stable as $$
  select t.relname, a.attname
  from pg_constraint c join pg_class t on t.oid = c.conrelid join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
  where c.contype = 'f' and c.confrelid = 'person'::regclass and cardinality(c.conkey) = 1 and not t.relispartition
  order by 1, 2
$$;

-- All that names one person names the other from now on. A row that would say twice what another row says stays with the
-- merged record: whoever reads it resolves merged records.
create function follow_merge(merged uuid, into_person uuid, except_tables text[]) returns void language plpgsql as $$
declare
  named record;
  held tid;
begin
  for named in select * from person_references() where table_name <> all (except_tables) loop
    begin
      execute format('update %I set %I = $2 where %2$I = $1', named.table_name, named.column_name) using merged, into_person;
    exception when unique_violation or exclusion_violation then
      for held in execute format('select ctid from %I where %I = $1', named.table_name, named.column_name) using merged loop
        begin
          execute format('update %I set %I = $2 where ctid = $1', named.table_name, named.column_name) using held, into_person;
        exception when unique_violation or exclusion_violation then
          null;
        end;
      end loop;
    end;
  end loop;
end $$;

create table delegation (
  id                 uuid primary key,
  version            integer     not null default 1,
  urn                text references school,
  group_id           uuid references school_group,
  person_id          uuid        not null references person,
  first_day          date        not null,
  last_day           date check (last_day >= first_day - 1),
  evidence_text      text        not null,
  evidence_reference text,
  -- Null: the national body.
  delegated_by       uuid references person,
  revoked_on         date,
  recorded_at        timestamptz not null default domain_now(),
  updated_at         timestamptz not null default now(),
  check (num_nonnulls(urn, group_id) = 1)
);
select keep_history('delegation');
create index on delegation (urn);
create index on delegation (group_id);
create index on delegation (person_id);

create function trust_of(school text, day date) returns uuid language sql stable as $$
  select group_id from group_school
  where urn = school and kind in ('multi-academy-trust', 'single-academy-trust') and day between first_day and coalesce(last_day, 'infinity')
$$;

create type signatory as (person_id uuid, ground text, delegation_id uuid, first_day date, last_day date);

create function heads_of_school(school text, day date) returns setof signatory language sql stable as $$
  select distinct on (person_id) person_id, 'head-teacher', null::uuid, first_day, last_day
  from employment_place
  where urn = school and staff_category = 'head-teacher' and day between first_day and coalesce(last_day, 'infinity')
  order by person_id, first_day
$$;

-- Of the school's own board, or of the one that it shares with the other schools of its federation.
create function chairs_of_school(school text, day date) returns setof signatory language sql stable as $$
  select distinct on (person_id) person_id, 'chair-of-governors', null::uuid, first_day, last_day
  from governance_seat
  where office = 'chair' and day between first_day and coalesce(last_day, 'infinity')
    and (board_kind = 'school' and board_reference = school
      or board_kind = 'group' and board_reference in (
        select group_id::text from group_school
        where urn = school and kind = 'federation' and day between first_day and coalesce(last_day, 'infinity')))
  order by person_id, first_day
$$;

create function chairs_of_group(of_group uuid, day date) returns setof signatory language sql stable as $$
  select distinct on (person_id) person_id, 'chair-of-governors', null::uuid, first_day, last_day
  from governance_seat
  where office = 'chair' and board_kind = 'group' and board_reference = of_group::text and day between first_day and coalesce(last_day, 'infinity')
  order by person_id, first_day
$$;

-- A delegation holds while the person works at the place or governs it, or does so at the school's trust or a school of the group.
create function delegates_of(school text, of_group uuid, day date) returns setof signatory language sql stable as $$
  select d.person_id, 'delegation', d.id, d.first_day, d.last_day
  from delegation d
  where (d.urn = school or d.group_id = of_group) and day between d.first_day and coalesce(d.last_day, 'infinity')
    and exists (
      select from person_place p
      where p.person_id = d.person_id and day between p.first_day and coalesce(p.last_day, 'infinity')
        and (p.urn = d.urn or p.group_id = trust_of(d.urn, day) or p.group_id = d.group_id
          or p.urn in (
            select g.urn from group_school g where g.group_id = d.group_id and day between g.first_day and coalesce(g.last_day, 'infinity'))))
$$;

-- In PL/pgSQL, here and below: as a part of each statement that asks, the whole of it would be planned each time, which takes
-- many times as long as the answer.
create function group_signatories(of_group uuid, day date) returns setof signatory language plpgsql stable rows 2 as $$
begin
  return query
    select distinct on (person_id) person_id, 'head-teacher'::text, null::uuid, first_day, last_day
    from employment_place
    where urn is null and employer_kind = 'trust' and employer_reference = of_group::text and staff_category = 'head-teacher'
      and day between first_day and coalesce(last_day, 'infinity')
    order by person_id, first_day;
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
      return query
        select person_id, 'trust'::text, delegation_id, first_day, last_day from group_signatories(trust_of(school, day), day);
    end if;
  end if;
  return query select * from delegates_of(school, null, day);
end
$$;

-- A head's own release comes from the employer, anybody else's from the school's signatories; nobody releases themselves.
create function release_signatories(person uuid, school text, day date) returns setof signatory language sql stable as $$
  with headship as (
    select employer_kind, employer_reference from employment_place
    where person_id = person and urn = school and staff_category = 'head-teacher' and day between first_day and coalesce(last_day, 'infinity')),
  trust as (
    select s.* from headship, group_signatories(employer_reference::uuid, day) s where employer_kind = 'trust' and s.person_id <> person
    union all
    -- The head of a trust of one school is often its signatory, too: then its board's chair releases.
    select s.* from headship, chairs_of_group(employer_reference::uuid, day) s where employer_kind = 'trust' and s.person_id <> person)
  select * from school_signatories(school, day) where not exists (select from headship) and person_id <> person
  union all select * from trust
  union all
  select s.* from chairs_of_school(school, day) s
  where exists (select from headship where employer_kind <> 'trust') and s.person_id <> person
$$;

create table staff_return (
  id           uuid primary key,
  urn          text        not null references school,
  client_id    text        not null,
  mode         text        not null check (mode in ('full', 'delta')),
  state        text        not null check (state in ('accepted', 'awaiting-confirmation', 'rejected', 'superseded')),
  extracted_at timestamptz not null,
  received_at  timestamptz not null,
  -- What was sent, while it waits for confirmation.
  items        jsonb check ((items is not null) = (state = 'awaiting-confirmation')),
  counts       jsonb       not null,
  outcomes     jsonb       not null,
  absent       jsonb       not null
);
create unique index staff_return_one_waits on staff_return (urn) where state = 'awaiting-confirmation';
create index on staff_return (urn, extracted_at);

-- Which person and employment a client's MIS means by a reference of its own.
create table staff_reference (
  client_id     text        not null,
  urn           text        not null references school,
  reference     text        not null,
  person_id     uuid        not null references person,
  employment_id uuid        not null references employment,
  last_seen_at  timestamptz not null,
  primary key (client_id, urn, reference)
);
create index on staff_reference (person_id);
create index on staff_reference (employment_id);

create table staff_question (
  id            uuid primary key,
  urn           text        not null references school,
  client_id     text        not null,
  kind          text        not null check (kind in ('absent', 'which-person')),
  state         text        not null check (state in ('open', 'answered', 'lapsed')),
  asked_at      timestamptz not null,
  extracted_at  timestamptz not null,
  person_id     uuid references person,
  employment_id uuid references employment,
  reference     text,
  -- What the MIS sent, while the question is open.
  item          jsonb,
  candidates    uuid[],
  answer        text,
  answered_on   date,
  check (kind = 'absent' or reference is not null),
  check (kind = 'which-person' or employment_id is not null)
);
create unique index staff_question_absent_once on staff_question (urn, employment_id) where kind = 'absent' and state = 'open';
create unique index staff_question_which_person_once on staff_question (urn, client_id, reference) where kind = 'which-person' and state = 'open';
create index on staff_question (urn, id);
create index on staff_question (person_id);
