-- When a school's lessons are: [{ "label": …, "startsAt": "09:00", "endsAt": "10:00" }, …], in order.
create table timetable (
  urn         text primary key,
  version     integer     not null default 1,
  periods     jsonb       not null,
  recorded_at timestamptz not null default domain_now(),
  updated_at  timestamptz not null default now()
);
select keep_history('timetable');

-- How the way between two schools is reckoned, for the whole country.
create table travel_rule (
  id            text primary key check (id = 'national'),
  version       integer          not null default 1,
  detour        double precision not null,
  km_per_hour   double precision not null,
  fixed_minutes integer          not null,
  step          integer          not null,
  recorded_at   timestamptz      not null default domain_now(),
  updated_at    timestamptz      not null default now()
);
select keep_history('travel_rule');
insert into travel_rule (id, detour, km_per_hour, fixed_minutes, step) values ('national', 1.3, 40, 10, 5);
