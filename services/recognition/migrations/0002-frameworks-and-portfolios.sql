-- Frameworks of recognition: each edition stays as it was defined.
create table framework (
  code              text        not null,
  edition           integer     not null,
  name              text        not null,
  awarding_body     text        not null,
  stages            jsonb       not null,
  dimensions        jsonb       not null,
  enrols            text[]      not null,
  judged_by         text        not null,
  moderated_percent integer     not null check (moderated_percent between 0 and 100),
  defined_at        timestamptz not null,
  primary key (code, edition)
);

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
  state          text        not null default 'enrolled' check (state in ('enrolled', 'planning', 'in-progress')),
  enrolled_at    timestamptz not null,
  recorded_at    timestamptz not null default domain_now(),
  updated_at     timestamptz not null default now(),
  foreign key (framework_code, edition) references framework,
  check (coach_id is distinct from person_id)
);
create index on portfolio (person_id, id);
create index on portfolio (coach_id, id);

create table evidence (
  id           uuid primary key,
  version      integer     not null default 1,
  portfolio_id uuid        not null references portfolio,
  kind         text        not null check (kind in ('text', 'link', 'reflection')),
  title        text        not null,
  dimensions   text[]      not null check (cardinality(dimensions) > 0),
  text         text,
  url          text,
  added_at     timestamptz not null,
  check ((kind = 'link') = (url is not null)),
  check (kind = 'link' or text is not null)
);
create index on evidence (portfolio_id, id);

create table attestation (
  id           uuid primary key,
  portfolio_id uuid        not null references portfolio,
  coach_id     uuid        not null references known_person,
  text         text        not null,
  attested_at  timestamptz not null
);
create index on attestation (portfolio_id, id);
