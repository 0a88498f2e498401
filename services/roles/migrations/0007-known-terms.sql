-- What scheduling says of terms. It begins with the national default as scheduling does, so that time accrues also before anything was heard.
create table known_terms (
  -- `<owner's kind>/<owner's reference>/<academic year>`.
  id              text primary key,
  owner_kind      text  not null check (owner_kind in ('national', 'local-authority', 'trust', 'school')),
  owner_reference text  not null,
  academic_year   text  not null,
  terms           jsonb not null
);

insert into known_terms (id, owner_kind, owner_reference, academic_year, terms)
select 'national/england/' || academic_year, 'national', 'england', academic_year, jsonb_agg(jsonb_build_object(
  'term', term, 'firstDay', first_day, 'lastDay', last_day, 'halfTermFirstDay', half_term_first_day, 'halfTermLastDay', half_term_last_day)
  order by first_day)
from default_term group by academic_year;
drop table default_term;
drop function last_weekday_until(date, int);

-- Those of the school, else of its trust, else of its local authority, else the national default; of a trust's own team, the trust's. As things
-- are on the year's first day.
create function terms_of(school text, of_group uuid, year text) returns jsonb language sql stable as $$
  with began as (select make_date(left(year, 4)::int, 9, 1) as day), owner (kind, reference, nearness) as (
    select 'school', school, 1
    union all select 'trust', coalesce(of_group, trust_of(school, began.day))::text, 2 from began
    union all select 'local-authority', la_code_of(school, began.day), 3 from began
    union all select 'national', 'england', 4
  )
  select coalesce((
    select t.terms from owner join known_terms t on t.id = owner.kind || '/' || owner.reference || '/' || year
    order by owner.nearness limit 1), '[]')
$$;
