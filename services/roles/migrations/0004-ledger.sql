-- The time allowance ledger: in minutes, per appointment and academic year.

-- National default terms: by them time accrues, until schools' own calendars are known. No such dates are set nationally in England;
-- these follow what most local authorities set, by one rule:
--   autumn from the first weekday of September to the last Friday until 21 December, with a week in which the last Monday of October lies;
--   spring from the first Monday from 3 January to the last Friday until 1 April, with the week of February's third Monday;
--   summer from two weeks later to the last Friday until 22 July, with the week in which the last Monday of May lies.
-- They are data: where a year is to be otherwise, its rows are changed.
create table default_term (
  academic_year       text not null check (academic_year ~ '^\d{4}-\d{2}$'),
  term                text not null check (term in ('autumn', 'spring', 'summer')),
  first_day           date not null,
  last_day            date not null,
  half_term_first_day date not null,
  half_term_last_day  date not null,
  primary key (academic_year, term),
  check (first_day < half_term_first_day and half_term_first_day <= half_term_last_day and half_term_last_day < last_day)
);

create function last_weekday_until(day date, isodow int) returns date language sql immutable as $$
  select day - ((extract(isodow from day)::int - isodow + 7) % 7)
$$;

insert into default_term
select to_char(y, 'FM0000') || '-' || to_char((y + 1) % 100, 'FM00'), t.term, t.first_day, t.last_day, t.half_term, t.half_term + 4
from generate_series(2002, 2060) y
cross join lateral (select last_weekday_until(make_date(y + 1, 4, 1), 5) as spring_ends) s
cross join lateral (values
  ('autumn',
    make_date(y, 9, 1) + case extract(isodow from make_date(y, 9, 1))::int when 6 then 2 when 7 then 1 else 0 end,
    last_weekday_until(make_date(y, 12, 21), 5),
    last_weekday_until(make_date(y, 10, 31), 1)),
  ('spring', last_weekday_until(make_date(y + 1, 1, 9), 1), s.spring_ends, last_weekday_until(make_date(y + 1, 2, 21), 1)),
  ('summer', s.spring_ends + 17, last_weekday_until(make_date(y + 1, 7, 22), 5), last_weekday_until(make_date(y + 1, 5, 31), 1))
) t (term, first_day, last_day, half_term);

-- Its row is the gate of its postings: who posts waits here for who came first.
create table time_account (
  id             uuid primary key,
  appointment_id uuid not null references appointment,
  academic_year  text not null,
  unique (appointment_id, academic_year)
);

create table time_posting (
  id         uuid primary key,
  -- In the order in which they were posted, within an account.
  seq        bigint generated always as identity,
  account_id uuid        not null references time_account,
  kind       text        not null check (kind in ('spend', 'refund')),
  day        date        not null,
  minutes    integer     not null check (minutes > 0),
  -- Of a spend, how much came back.
  refunded   integer     not null default 0 check (refunded between 0 and minutes),
  spend_id   uuid references time_posting check ((kind = 'refund') = (spend_id is not null)),
  -- Who posted: a service, or `client:` and its id where it was done by hand. Who posts twice posts once.
  source     text        not null,
  reference  text        not null,
  posted_at  timestamptz not null,
  constraint time_posting_once unique (source, reference)
);
create index on time_posting (account_id, seq);

-- Minutes of a spend for which there was no time.
create table overdraft (
  id          uuid primary key,
  version     integer     not null default 1,
  posting_id  uuid        not null references time_posting,
  minutes     integer     not null check (minutes >= 0),
  state       text        not null check (state in ('open', 'excepted', 'unresolved', 'settled')),
  recorded_at timestamptz not null,
  except_by   date        not null,
  -- By the signatory's exception.
  excepted_by uuid references known_person,
  reason      text,
  check ((state = 'settled') = (minutes = 0)),
  check ((state = 'excepted') <= (reason is not null and excepted_by is not null))
);
create unique index overdraft_once_at_a_time on overdraft (posting_id) where state in ('open', 'unresolved');
create index on overdraft (posting_id);
create index on overdraft (state, id);
