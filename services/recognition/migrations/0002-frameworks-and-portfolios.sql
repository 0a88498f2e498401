-- Frameworks of recognition: each edition stays as it was defined.
create table framework (
  code              text        not null,
  edition           integer     not null,
  name              text        not null,
  awarding_body     jsonb       not null,
  stages            jsonb       not null,
  dimensions        jsonb       not null,
  enrols            text[]      not null,
  judged_by         text        not null,
  moderated_by      text        not null,
  moderated_percent integer     not null check (moderated_percent between 0 and 100),
  max_presentations integer     not null check (max_presentations > 0),
  appeal_days       integer     not null check (appeal_days >= 0),
  valid_years       integer check (valid_years > 0),
  defined_at        timestamptz not null,
  primary key (code, edition)
);
create index on framework ((awarding_body ->> 'code'));

create table portfolio (
  id             uuid primary key,
  version        integer     not null default 1,
  person_id      uuid        not null references known_person,
  framework_code text        not null,
  edition        integer     not null,
  stage          text        not null,
  title          text,
  journey        text,
  coach_id       uuid references known_person,
  state          text        not null default 'enrolled' check (state in (
    'enrolled', 'planning', 'in-progress', 'presented', 'verifying', 'moderating', 'awarded', 'referred-back', 'not-awarded', 'appealed')),
  enrolled_at    timestamptz not null,
  recorded_at    timestamptz not null default domain_now(),
  updated_at     timestamptz not null default now(),
  foreign key (framework_code, edition) references framework,
  check (coach_id is distinct from person_id)
);
create index on portfolio (person_id, id);
create index on portfolio (coach_id, id);

create function is_open(state text) returns boolean language sql immutable as $$
  select state in ('enrolled', 'planning', 'in-progress', 'referred-back')
$$;

create table evidence (
  id             uuid primary key,
  version        integer     not null default 1,
  portfolio_id   uuid        not null references portfolio,
  kind           text        not null check (kind in ('text', 'link', 'reflection', 'file', 'reference', 'prior-learning')),
  title          text        not null,
  dimensions     text[]      not null check (cardinality(dimensions) > 0),
  text           text,
  url            text,
  -- Its bytes stay where they were uploaded.
  upload_id      uuid unique references upload,
  file           jsonb,
  reference      jsonb,
  prior_learning jsonb,
  added_at       timestamptz not null,
  check ((kind = 'link') = (url is not null)),
  check ((kind = 'file') = (upload_id is not null) and (kind = 'file') = (file is not null)),
  check ((kind = 'reference') = (reference is not null)),
  check ((kind = 'prior-learning') = (prior_learning is not null)),
  check (kind not in ('text', 'reflection', 'prior-learning') or text is not null)
);
create index on evidence (portfolio_id, id);
create unique index evidence_reference on evidence (portfolio_id, reference) where reference is not null;

create table attestation (
  id           uuid primary key,
  portfolio_id uuid        not null references portfolio,
  coach_id     uuid        not null references known_person,
  text         text        not null,
  attested_at  timestamptz not null
);
create index on attestation (portfolio_id, id);

-- What is frozen cannot be changed by any statement, but be erased with its person: `nlc.erasing` is set by that alone.
create function refuse_where_frozen() returns trigger language plpgsql as $$
begin
  if current_setting('nlc.erasing', true) = 'on' then
    return coalesce(new, old);
  end if;
  if not is_open((select state from portfolio where id = coalesce(new.portfolio_id, old.portfolio_id))) then
    raise exception 'the portfolio is frozen';
  end if;
  return coalesce(new, old);
end $$;
create trigger frozen before insert or update or delete on evidence for each row execute function refuse_where_frozen();
-- A coach's record may be merged into another one meanwhile: who attested is one and the same person.
create trigger frozen before insert or delete or update of portfolio_id, text, attested_at on attestation
  for each row execute function refuse_where_frozen();

create function refuse_journey_where_frozen() returns trigger language plpgsql as $$
begin
  if not is_open(old.state) and (old.title, old.journey) is distinct from (new.title, new.journey) then
    raise exception 'the portfolio is frozen';
  end if;
  return new;
end $$;
create trigger frozen before update on portfolio for each row execute function refuse_journey_where_frozen();

-- What roles says of appointments: the newest record of each.
create table known_appointment (
  id         uuid primary key,
  version    integer not null,
  person_id  uuid    not null references known_person,
  network_id uuid    not null,
  role_code  text    not null,
  -- Accepted at least, and not voided.
  held       boolean not null,
  -- As roles says them, the earliest first.
  periods    jsonb   not null
);
create index on known_appointment (person_id);
create index on known_appointment (role_code) where held;

-- Holds the role on the day, and it is not paused.
create function holds_role(person uuid, role text, day date) returns boolean language sql stable as $$
  select exists (
    select from known_appointment k, jsonb_to_recordset(k.periods) p ("firstDay" date, "lastDay" date, paused boolean)
    where k.person_id = person and k.role_code = role and k.held and not p.paused
      and day between p."firstDay" and coalesce(p."lastDay", 'infinity'))
$$;

-- What scheduling says that somebody took part in: the newest record of each booking that was attended.
create table known_attendance (
  booking_id   uuid primary key,
  version      integer     not null,
  person_id    uuid        not null references known_person,
  activity_id  uuid        not null,
  kind         text        not null,
  urn          text,
  day          date        not null,
  attended     boolean     not null
);
create index on known_attendance (person_id);

create table known_shared_programme (
  id      uuid primary key,
  version integer not null,
  title   text    not null
);
create table known_session (
  activity_id  uuid primary key,
  programme_id uuid not null
);
