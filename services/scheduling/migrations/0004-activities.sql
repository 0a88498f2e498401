-- What networks do together, and who takes part.

create table activity (
  id                uuid primary key,
  version           integer          not null default 1,
  network_id        uuid             not null,
  kind              text             not null,
  purpose           text,
  title             text,
  place_kind        text             not null check (place_kind in ('school', 'neutral', 'online')),
  urn               text check ((urn is not null) = (place_kind = 'school')),
  place_name        text,
  latitude          double precision,
  longitude         double precision,
  starts_at         timestamptz      not null,
  ends_at           timestamptz      not null check (ends_at > starts_at),
  capacity          integer          not null check (capacity >= 1),
  needs_pupils      boolean          not null,
  minutes           integer          not null check (minutes between 0 and 600),
  -- Of a Super Learning Day alone.
  year_group        integer check ((year_group is not null) = (kind = 'super-learning-day')),
  timetable_suspended_at timestamptz check (timetable_suspended_at is null or kind = 'super-learning-day'),
  -- Hosted by each school in turn.
  in_turn           boolean          not null default false check (not in_turn or place_kind = 'school'),
  -- Of a session of a programme that schools run together.
  programme_id      uuid,
  leader_id         uuid references known_person,
  expertise         text,
  state             text             not null default 'proposed'
                      check (state in ('proposed', 'host-confirmed', 'published', 'held', 'closed', 'cancelled')),
  times_rescheduled integer          not null default 0,
  cancelled_by      text check ((cancelled_by is not null) = (state = 'cancelled')),
  cancel_reason     text check ((cancel_reason is not null) = (state = 'cancelled')),
  proposed_by       uuid references known_person,
  proposed_at       timestamptz      not null,
  recorded_at       timestamptz      not null default domain_now(),
  updated_at        timestamptz      not null default now()
);
select keep_history('activity');
create index on activity (network_id, id);
create index on activity (urn, starts_at);
create index on activity (programme_id, id);
create index on activity (updated_at);

-- Apart from the activity, which does not become another thing with each booking.
create table activity_places (
  activity_id uuid primary key references activity,
  capacity    integer not null,
  taken       integer not null default 0 check (taken between 0 and capacity),
  waiting     integer not null default 0 check (waiting >= 0)
);

create table booking (
  id               uuid primary key,
  version          integer     not null default 1,
  -- The order in which they were made: of those who wait, their order.
  seq              bigint      generated always as identity,
  activity_id      uuid        not null references activity,
  -- Null: a guest.
  person_id        uuid references known_person,
  guest            jsonb check ((guest is null) <> (person_id is null)),
  appointment_id   uuid,
  home_urn         text,
  -- Those of the activity, so that the database refuses two at once.
  starts_at        timestamptz not null,
  ends_at          timestamptz not null,
  state            text        not null check (state in ('invited', 'accepted', 'waiting', 'declined', 'attended', 'absent', 'cancelled')),
  taken_from       text        not null,
  minutes          integer     not null default 0 check (minutes between 0 and 600),
  cover_needed     boolean     not null default false,
  escorted         boolean     not null default true,
  -- Of the last posting that roles was told of. Null: none stands.
  spend_reference  text,
  spend_day        date,
  postings         integer     not null default 0,
  overdraft_id     uuid,
  overdraft_state  text check (overdraft_state in ('asked', 'made')),
  except_by        date,
  could_take_on    text[],
  cancelled_by     text,
  cancel_reason    text,
  booked_at        timestamptz not null,
  recorded_at      timestamptz not null default domain_now(),
  updated_at       timestamptz not null default now(),
  check (minutes = 0 or appointment_id is not null),
  constraint nobody_twice_at_once exclude using gist (person_id with =, tstzrange(starts_at, ends_at) with &&) where (state in ('accepted', 'attended'))
);
select keep_history('booking');
create unique index booking_once on booking (activity_id, person_id) where state not in ('declined', 'cancelled');
create index on booking (activity_id, seq);
create index on booking (person_id, starts_at);
create index on booking (home_urn, starts_at);
create index on booking (appointment_id) where appointment_id is not null;
create unique index on booking (spend_reference) where spend_reference is not null;
create index on booking (updated_at);

create table assurance (
  id           uuid primary key,
  version      integer     not null default 1,
  person_id    uuid        not null references known_person,
  urn          text        not null,
  first_day    date        not null,
  last_day     date        not null check (last_day >= first_day),
  withdrawn_on date,
  given_by     uuid        not null references known_person,
  given_at     timestamptz not null,
  recorded_at  timestamptz not null default domain_now(),
  updated_at   timestamptz not null default now()
);
select keep_history('assurance');
create index on assurance (urn, id);
create index on assurance (person_id);

-- Checks are assured by an employer for that day.
create function is_assured(person uuid, day date) returns boolean language sql stable as $$
  select exists (
    select from assurance a join known_employment_place e on e.person_id = a.person_id and e.urn = a.urn
    where a.person_id = person and day between a.first_day and a.last_day and (a.withdrawn_on is null or day < a.withdrawn_on)
      and day between e.first_day and coalesce(e.last_day, 'infinity'))
$$;

-- What roles says of appointments: the newest record of each.
create table known_appointment (
  id         uuid primary key,
  version    integer not null,
  person_id  uuid    not null,
  network_id uuid    not null,
  role_code  text    not null,
  -- Accepted at least, and not voided.
  held       boolean not null,
  -- As roles says them, the earliest first.
  periods    jsonb   not null
);
create index on known_appointment (person_id);

-- What others than scheduling spent of time allowances; its own bookings say themselves what they spend.
create table known_spend (
  posting_id     uuid primary key,
  appointment_id uuid    not null,
  day            date    not null,
  minutes        integer not null,
  refunded       integer not null default 0,
  -- Granted by exceptions.
  granted        integer not null default 0,
  source         text,
  reference      text
);
create index on known_spend (appointment_id, day);
create index on known_spend (reference) where source = 'scheduling';

-- Whose terms time accrues by: those that hold at the school; of a trust's own team, the trust's, else the national default.
create function terms_for(school text, of_group uuid, year text) returns setof term_dates language sql stable as $$
  select * from terms_at(school, year) where school is not null
  union all
  (select t.* from term_dates t
  where school is null and t.terms is not null and t.id in ('trust/' || of_group || '/' || year, 'national/england/' || year)
  order by t.owner_kind = 'trust' desc limit 1)
$$;
