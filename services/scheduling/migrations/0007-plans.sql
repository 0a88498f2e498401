-- Drafts of who hosts what when. They are thrown away or published; what comes of them has a history of its own.
create table plan (
  id            uuid primary key,
  version       integer     not null default 1,
  network_id    uuid        not null,
  first_day     date        not null,
  last_day      date        not null,
  seed          integer     not null,
  demands       jsonb       not null,
  pins          jsonb       not null,
  exclusions    jsonb       not null,
  replans       uuid references plan,
  batch_id      uuid,
  state         text        not null default 'planning' check (state in ('planning', 'planned', 'impossible', 'undecided', 'cancelled', 'published', 'superseded')),
  progress      text                 default 'waiting' check (progress in ('waiting', 'solving')),
  -- As the planner says them.
  placements    jsonb       not null default '[]',
  conflicts     jsonb       not null default '[]',
  undecided     text check (undecided in ('work', 'time', 'failure')),
  cost          integer,
  bound         integer,
  changed       text[],
  least_changes integer,
  activity_ids  uuid[],
  asked_by      uuid,
  asked_at      timestamptz not null,
  check ((state = 'planning') = (progress is not null)),
  check ((state = 'undecided') = (undecided is not null))
);
create index on plan (network_id, id);
create index on plan (batch_id);
