-- Schools, local authorities, groups of schools and partner organisations, and the imports that keep the first three
-- as the national register has them.

create extension if not exists pg_trgm;

create table local_authority (
  code        text primary key check (code ~ '^\d{3}$'),
  version     integer     not null default 1,
  name        text        not null,
  -- Null: from before, or until after, the reorganisations that are known here.
  first_day   date,
  last_day    date check (last_day >= first_day),
  recorded_at timestamptz not null default domain_now(),
  updated_at  timestamptz not null default now()
);
select keep_history('local_authority');
create index on local_authority (updated_at);

-- Local government reorganisation: a successor begins on the day after its predecessors' last.
create table local_authority_successor (
  code           text not null references local_authority,
  successor_code text not null references local_authority,
  primary key (code, successor_code)
);

create table school (
  urn              text primary key check (urn ~ '^\d{6}$'),
  version          integer     not null default 1,
  name             text        not null,
  -- Folded for searching: lower case, no accents, no punctuation.
  search_name      text        not null,
  -- As of the register's last extract; school_status_on says what it is on a day.
  status           text        not null check (status in ('1', '2', '3', '4')),
  phase            text check (phase in ('0', '1', '2', '3', '4', '5', '6', '7')),
  type_code        text,
  type_name        text,
  -- The register's days of opening and closing, both counted as open.
  first_day        date,
  last_day         date,
  reason_opened    text,
  reason_closed    text,
  low_age          smallint,
  high_age         smallint,
  gender           text,
  religious_character text,
  ukprn            text,
  street           text,
  locality         text,
  address3         text,
  town             text,
  county           text,
  postcode         text,
  region           text,
  website          text,
  -- British National Grid (EPSG:27700), metres; and the same place in WGS 84, degrees.
  easting          integer,
  northing         integer,
  latitude         double precision,
  longitude        double precision,
  recorded_at      timestamptz not null default domain_now(),
  updated_at       timestamptz not null default now()
);
select keep_history('school');
create index on school using gin (search_name gin_trgm_ops);
create index on school (search_name, urn);
create index school_place on school using gist (point(easting, northing)) where easting is not null;
create index on school (updated_at);

-- A dated change takes effect by its day alone: what a school's status is on a day follows from its days.
create function school_status_on(status text, first_day date, last_day date, day date) returns text language sql immutable parallel safe as $$
  select case
    when last_day < day then '2'
    when first_day > day then '4'
    when status = '2' then case when last_day is null then '2' else '1' end
    when status = '4' and first_day <= day then '1'
    else status
  end
$$;

-- Under which local authority's code, with which number, a school is known from when until when. Without a first day:
-- ever since; without a last: still. A school's rows are one chain: each but the first begins on the day after another
-- ends, no two begin or end together. So no day has two codes, or none, by three B-trees: an exclusion constraint
-- refuses overlaps alone and took 14 times as long to fill (6.2 s beside 0.44 s for 50,000 rows).
create table school_local_authority (
  urn                  text        not null references school,
  la_code              text        not null references local_authority,
  establishment_number text check (establishment_number ~ '^\d{4}$'),
  first_day            date,
  last_day             date check (last_day >= first_day),
  day_before           date generated always as (first_day - 1) stored,
  recorded_at          timestamptz not null default domain_now(),
  updated_at           timestamptz not null default now(),
  constraint school_local_authority_one_begins unique nulls not distinct (urn, first_day),
  constraint school_local_authority_one_ends unique nulls not distinct (urn, last_day),
  constraint school_local_authority_no_gap foreign key (urn, day_before) references school_local_authority (urn, last_day)
    deferrable initially deferred
);
select keep_history('school_local_authority');
create index on school_local_authority (la_code, establishment_number);
create index on school_local_authority (first_day) where first_day is not null;

-- Trusts, federations and sponsors: what has several schools, or controls one.
create table school_group (
  id              uuid primary key,
  version         integer     not null default 1,
  -- The register's own two identifiers.
  uid             text        not null unique check (uid ~ '^\d{1,8}$'),
  group_number    text,
  name            text        not null,
  search_name     text        not null,
  kind            text        not null check (kind in ('multi-academy-trust', 'single-academy-trust', 'foundation-trust', 'umbrella-trust', 'federation', 'sponsor', 'childrens-centres')),
  first_day       date,
  last_day        date,
  companies_house_number text,
  ukprn           text,
  recorded_at     timestamptz not null default domain_now(),
  updated_at      timestamptz not null default now()
);
select keep_history('school_group');
create index on school_group using gin (search_name gin_trgm_ops);
create index on school_group (search_name, id);
create index on school_group (updated_at);

create table group_school (
  group_id    uuid        not null references school_group,
  urn         text        not null references school,
  -- The group's kind, for the rule below.
  kind        text        not null,
  first_day   date        not null,
  last_day    date check (last_day >= first_day),
  recorded_at timestamptz not null default domain_now(),
  updated_at  timestamptz not null default now(),
  primary key (group_id, urn, first_day),
  constraint group_school_once_at_a_time exclude using gist (group_id with =, urn with =, daterange(first_day, last_day, '[]') with &&),
  -- The controller: an academy has one trust at a time.
  constraint group_school_one_trust exclude using gist (urn with =, daterange(first_day, last_day, '[]') with &&)
    where (kind in ('multi-academy-trust', 'single-academy-trust'))
);
select keep_history('group_school');
create index on group_school (urn);

-- What the register's links file says, as it says it: `link_urn` is the `link_type` of `urn`.
create table school_link (
  urn            text not null references school,
  link_urn       text not null references school,
  link_type      text not null,
  established_on date,
  recorded_at    timestamptz not null default domain_now(),
  updated_at     timestamptz not null default now(),
  primary key (urn, link_urn, link_type)
);
select keep_history('school_link');
create index on school_link (link_urn);

-- What becomes of a school that ends: which one carries on, from when, or that it waits for its day or for a decision.
create table school_succession (
  urn           text primary key references school,
  version       integer     not null default 1,
  successor_urn text references school check (successor_urn <> urn),
  first_day     date,
  state         text        not null check (state in ('awaiting-day', 'awaiting-decision', 'succeeded', 'declined')),
  -- Decided by the national body, not read from the register.
  decided       boolean     not null default false,
  reason        text,
  recorded_at   timestamptz not null default domain_now(),
  updated_at    timestamptz not null default now(),
  check (state in ('awaiting-decision', 'declined') or (successor_urn is not null and first_day is not null))
);
select keep_history('school_succession');
create index on school_succession (successor_urn);
create index on school_succession (state, urn);

create table partner_organisation (
  id          uuid primary key,
  version     integer     not null default 1,
  name        text        not null,
  search_name text        not null,
  kind        text        not null,
  ukprn       text,
  website     text,
  la_code     text references local_authority,
  first_day   date        not null,
  last_day    date check (last_day >= first_day),
  recorded_at timestamptz not null default domain_now(),
  updated_at  timestamptz not null default now()
);
select keep_history('partner_organisation');
create unique index partner_organisation_ukprn on partner_organisation (ukprn) where last_day is null;
create index on partner_organisation (search_name, id);
create index on partner_organisation (updated_at);

create table register_import (
  id               uuid primary key,
  version          integer     not null default 1,
  kind             text        not null check (kind in ('establishments', 'links', 'groups')),
  file_id          uuid        not null,
  extracted_on     date        not null,
  state            text        not null check (state in ('queued', 'running', 'awaiting-approval', 'done', 'failed', 'rejected')),
  encoding         text,
  rows_read        integer     not null default 0,
  rows_created     integer     not null default 0,
  rows_changed     integer     not null default 0,
  rows_unchanged   integer     not null default 0,
  rows_refused     integer     not null default 0,
  fields_refused   integer     not null default 0,
  -- Which of our columns the file says anything about: one that is empty throughout is one that its source lacked.
  columns_said     text[]      not null default '{}',
  -- Of the names of the file's columns: files with the same can be compared row by row.
  columns_salt     text,
  -- False: every row is compared, also one that says what it said the last time.
  passing_over     boolean     not null default true,
  -- Of the schools that are open here, how many the file closes.
  schools_open     integer,
  schools_closing  integer,
  failure_rule     text,
  failure          text,
  queued_at        timestamptz not null,
  ended_at         timestamptz
);
-- One at a time: each compares the register with what is here.
create unique index register_import_one_at_a_time on register_import ((true)) where state in ('queued', 'running', 'awaiting-approval');
create index on register_import (kind, extracted_on) where state = 'done';
create index on register_import (queued_at, id);

-- Rows that were read and found in order, until the import is over. `row` holds what the adapter made of them.
create table register_import_row (
  import_id uuid    not null,
  key       text    not null,
  line      integer not null,
  row       jsonb   not null,
  -- Of its text in the file. Null where it is to be read again though it says the same: a part of it was refused, say.
  digest    text,
  primary key (import_id, key)
);

-- Of each school, the digest of the row that was last written: one that says the same again is passed over.
create table school_as_read (
  urn    text primary key,
  digest text not null
);

create table register_import_refusal (
  import_id uuid    not null references register_import,
  line      integer not null,
  number    integer generated always as identity,
  -- A refused field leaves its row imported; a refused row is left out.
  refused   text    not null check (refused in ('row', 'field')),
  urn       text,
  "column"  text,
  rule      text    not null,
  detail    text    not null,
  primary key (import_id, line, number)
);
