create table known_visit (
  visit_id uuid    primary key,
  booked   integer not null,
  state    integer not null
);

-- Each time that an event took effect, in that order; no key on purpose, so that a second time shows.
create table heard (
  no       bigint  generated always as identity,
  visit_id uuid    not null,
  version  integer not null
);
