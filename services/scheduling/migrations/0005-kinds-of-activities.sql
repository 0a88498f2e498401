-- What some kinds of activities have besides: pairs, walks, programmes.

-- Two who teach together on a Super Learning Day, in the order of their naming.
create table teaching_pair (
  id          uuid primary key,
  activity_id uuid        not null references activity,
  first       uuid        not null references booking,
  second      uuid        not null references booking check (second <> first),
  named_at    timestamptz not null
);
create index on teaching_pair (activity_id, id);

create table learning_walk (
  activity_id         uuid primary key references activity,
  version             integer     not null default 1,
  focus               text,
  questions           jsonb,
  protocol_agreed_at  timestamptz,
  lead_id             uuid references known_person,
  staff_briefed_at    timestamptz,
  debriefed_at        timestamptz,
  feedback            text,
  feedback_shared_at  timestamptz,
  recorded_at         timestamptz not null default domain_now(),
  updated_at          timestamptz not null default now()
);
select keep_history('learning_walk');

-- Classes and visits by number, and nobody by name.
create table walk_observation (
  id           uuid primary key,
  activity_id  uuid        not null references learning_walk,
  visit_number integer     not null,
  class_number integer     not null,
  seen         text        not null,
  recorded_at  timestamptz not null
);
create index on walk_observation (activity_id, id);

create table shared_programme (
  id            uuid primary key,
  version       integer     not null default 1,
  network_id    uuid        not null,
  kind          text        not null check (kind in ('induction', 'middle-leaders', 'other')),
  title         text        not null,
  academic_year text        not null,
  continues     uuid references shared_programme,
  coordinators  uuid[]      not null default '{}',
  ended         boolean     not null default false,
  started_at    timestamptz not null,
  recorded_at   timestamptz not null default domain_now(),
  updated_at    timestamptz not null default now()
);
select keep_history('shared_programme');
create index on shared_programme (network_id, id);
create index on shared_programme (updated_at);

-- The schools at which sessions are held in turn; since when, for a school that is new enters the next round.
create table shared_programme_school (
  programme_id uuid        not null references shared_programme,
  urn          text        not null,
  since        timestamptz not null,
  primary key (programme_id, urn)
);

create table shared_programme_participant (
  programme_id uuid        not null references shared_programme,
  person_id    uuid        not null references known_person,
  cohort       text,
  enrolled_at  timestamptz not null,
  primary key (programme_id, person_id)
);
create index on shared_programme_participant (person_id);
