-- When schools are open: terms of an academic year, and what a school's calendar has besides.

create table term_dates (
  -- `<owner's kind>/<owner's reference>/<academic year>`, for ever the same.
  id              text primary key,
  version         integer     not null default 1,
  owner_kind      text        not null check (owner_kind in ('national', 'local-authority', 'trust', 'school')),
  owner_reference text        not null,
  academic_year   text        not null check (academic_year ~ '^\d{4}-\d{2}$'),
  -- As they are shown, in order. Null: cleared; the row keeps the version.
  terms           jsonb,
  recorded_at     timestamptz not null default domain_now(),
  updated_at      timestamptz not null default now(),
  check (id = owner_kind || '/' || owner_reference || '/' || academic_year)
);
select keep_history('term_dates');

create table calendar_entry (
  id          uuid primary key,
  version     integer     not null default 1,
  urn         text        not null,
  kind        text        not null check (kind in ('inset', 'closure', 'half-day', 'twilight', 'exam-week', 'blackout')),
  first_day   date        not null,
  last_day    date        not null check (last_day >= first_day),
  label       text,
  recorded_at timestamptz not null default domain_now(),
  updated_at  timestamptz not null default now(),
  constraint calendar_entry_once exclude using gist (urn with =, kind with =, daterange(first_day, last_day, '[]') with &&)
);
select keep_history('calendar_entry');

-- Whose terms hold at a school in an academic year, as things are on its first day; its own first.
create function terms_at(school text, year text) returns setof term_dates language sql stable as $$
  with began as (select make_date(left(year, 4)::int, 9, 1) as day), owner (kind, reference, nearness) as (
    select 'school', school, 1
    union all select 'trust', trust_of(school, began.day)::text, 2 from began
    union all select 'local-authority', la_code_of(school, began.day), 3 from began
    union all select 'national', 'england', 4
  )
  select t.* from owner join term_dates t on t.id = owner.kind || '/' || owner.reference || '/' || year
  where t.terms is not null order by owner.nearness limit 1
$$;

-- National default terms. No such dates are set nationally in England; these follow what most local authorities set, by one rule:
--   autumn from the first weekday of September to the last Friday until 21 December, with a week in which the last Monday of October lies;
--   spring from the first Monday from 3 January to the last Friday until 1 April, with the week of February's third Monday;
--   summer from two weeks later to the last Friday until 22 July, with the week in which the last Monday of May lies.
-- They are data: the national body sets a year's otherwise.
create function last_weekday_until(day date, isodow int) returns date language sql immutable as $$
  select day - ((extract(isodow from day)::int - isodow + 7) % 7)
$$;

insert into term_dates (id, owner_kind, owner_reference, academic_year, terms)
select 'national/england/' || year, 'national', 'england', year, jsonb_agg(
  jsonb_build_object('term', t.term, 'firstDay', t.first_day, 'lastDay', t.last_day, 'halfTermFirstDay', t.half_term, 'halfTermLastDay', t.half_term + 4)
  order by t.first_day)
from generate_series(2002, 2060) y
cross join lateral (select to_char(y, 'FM0000') || '-' || to_char((y + 1) % 100, 'FM00') as year, last_weekday_until(make_date(y + 1, 4, 1), 5) as spring_ends) s
cross join lateral (values
  ('autumn',
    make_date(y, 9, 1) + case extract(isodow from make_date(y, 9, 1))::int when 6 then 2 when 7 then 1 else 0 end,
    last_weekday_until(make_date(y, 12, 21), 5),
    last_weekday_until(make_date(y, 10, 31), 1)),
  ('spring', last_weekday_until(make_date(y + 1, 1, 9), 1), s.spring_ends, last_weekday_until(make_date(y + 1, 2, 21), 1)),
  ('summer', s.spring_ends + 17, last_weekday_until(make_date(y + 1, 7, 22), 5), last_weekday_until(make_date(y + 1, 5, 31), 1))
) t (term, first_day, last_day, half_term)
group by year;

-- Whoever keeps a copy of calendars hears of these as of any other.
insert into aggregate_head (aggregate, aggregate_id, version) select 'calendar', id, 1 from term_dates order by id;
insert into event (id, name, aggregate, aggregate_id, version, data, occurred_at)
select gen_random_uuid(), 'scheduling.terms-set', 'calendar', id, 1, jsonb_build_object('calendarId', id,
  'owner', jsonb_build_object('kind', owner_kind, 'reference', owner_reference), 'academicYear', academic_year, 'terms', terms),
  date_trunc('milliseconds', now())
from term_dates order by id;
