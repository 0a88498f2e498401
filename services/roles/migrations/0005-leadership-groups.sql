-- Inter-school leadership groups: each with a focus of its own, open to the staff and governors of every school of its network.

create table leadership_group (
  id                  uuid primary key,
  version             integer     not null default 1,
  network_id          uuid        not null,
  name                text        not null,
  focus               text        not null,
  learning_level      text        not null check (learning_level in ('pupil', 'adult', 'leadership', 'school-wide', 'school-to-school', 'network-to-network')),
  outcomes_for_pupils text        not null,
  first_day           date        not null,
  -- The day before the first: it never began.
  last_day            date check (last_day >= first_day - 1),
  -- Moves with its members, for those who follow the list.
  updated_at          timestamptz not null default now()
);
create index on leadership_group (network_id, id);
create index on leadership_group (updated_at);
create unique index leadership_group_name on leadership_group (network_id, lower(name)) where last_day is null;

create table group_membership (
  id             uuid primary key,
  version        integer not null default 1,
  group_id       uuid    not null references leadership_group,
  person_id      uuid    not null references known_person,
  urn            text    not null,
  -- As a governor of the school; otherwise as staff.
  governor       boolean not null,
  -- Who is in it has a first day, and has left where the last has passed.
  state          text    not null check (state in ('invited', 'declined', 'joined')),
  first_day      date check ((state = 'joined') = (first_day is not null)),
  last_day       date check (last_day >= first_day),
  leads          boolean not null default false check (not leads or state = 'joined'),
  appointment_id uuid check (appointment_id is null or leads),
  reason         text check ((reason is not null) = (last_day is not null)),
  -- The record of the same person in which this one was united.
  united_into    uuid references group_membership,
  constraint group_membership_once_at_a_time exclude using gist (group_id with =, person_id with =, daterange(first_day, last_day, '[]') with &&)
    where (state = 'joined' and united_into is null)
);
create unique index group_membership_invited_once on group_membership (group_id, person_id) where state = 'invited' and united_into is null;
create index on group_membership (group_id, id);
create index on group_membership (person_id);
create index on group_membership (urn) where state <> 'declined';

create function touch_leadership_group() returns trigger language plpgsql as $$
begin
  update leadership_group set updated_at = now() where id = new.group_id;
  return null;
end $$;
create trigger touched after insert or update on group_membership for each row execute function touch_leadership_group();
