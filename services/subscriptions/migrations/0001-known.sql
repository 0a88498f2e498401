-- What subscriptions keeps of what membership, roles and identity say.

create table known_client (
  client_id    text primary key,
  -- A suspended one gets nothing by any door.
  suspended_at timestamptz
);

create table known_network (network_id uuid primary key);

-- `current_urn`: what it is called now; another one where it was succeeded, however often.
create table known_school (
  urn         text primary key,
  current_urn text not null
);
create index on known_school (current_urn);

-- Under which code a school is known from a day on. Filters follow the dated code.
create table known_school_la (
  urn       text not null,
  la_code   text not null,
  first_day date not null,
  primary key (urn, first_day)
);
create index on known_school_la (la_code);

create table known_group_school (
  group_id  uuid not null,
  urn       text not null,
  first_day date not null,
  last_day  date,
  primary key (group_id, urn, first_day)
);
create index on known_group_school (urn);

-- A place is what can share: a school, by its URN, or a trust, by its group id.
create table known_sharing (
  agreement_id uuid primary key,
  client_id    text    not null,
  place        text    not null,
  -- It covers the class of data `roles`: one that does not opens nothing here.
  roles        boolean not null,
  state        text    not null check (state in ('offered', 'in-force', 'withdrawing', 'withdrawn', 'expired')),
  in_place_of  uuid,
  -- Of an offer to a successor: until then what it would share is held.
  held_until   date
);
create index on known_sharing (client_id, place);
create index on known_sharing (place);

create table known_left_out (
  agreement_id uuid not null,
  person_id    uuid not null,
  primary key (agreement_id, person_id)
);
create index on known_left_out (person_id);

-- Only those whose record was merged into another, or erased.
create table known_person (
  person_id   uuid primary key,
  merged_into uuid,
  erased_at   timestamptz
);
create index on known_person (merged_into);

-- The newest version of each appointment. `places`: where its periods are, as they are called now.
create table known_appointment (
  id        uuid primary key,
  version   integer not null,
  person_id uuid    not null,
  first_day date    not null,
  last_day  date,
  -- Somebody holds it, held it or is to hold it; not what is only offered, and not what never was.
  held      boolean not null,
  places    text[]  not null,
  record    jsonb   not null
);
create index on known_appointment using gin (places);
create index on known_appointment (person_id);
create index on known_appointment (first_day) where held;

-- All that were heard, for the explanation of what was sent then.
create table known_appointment_version (
  appointment_id uuid        not null,
  version        integer     not null,
  event_id       uuid        not null,
  event          text        not null,
  record         jsonb       not null,
  heard_at       timestamptz not null default domain_now(),
  primary key (appointment_id, version)
);
