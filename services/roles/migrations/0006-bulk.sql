-- Bulk work over appointments: what is to be done, by whose authority, and what came of each.

create table bulk_run (
  id            uuid primary key,
  version       integer     not null default 1,
  kind          text        not null check (kind in ('roll-over', 'ending')),
  state         text        not null default 'queued' check (state in ('queued', 'running', 'done', 'stopped')),
  dry_run       boolean     not null,
  network_id    uuid,
  role_code     text,
  urn           text,
  academic_year text check ((kind = 'roll-over') = (academic_year is not null)),
  last_day      date check ((kind = 'ending') = (last_day is not null)),
  reason        text check ((kind = 'ending') = (reason is not null)),
  -- Who started it: each item is done by what they may do at that time.
  caller        jsonb       not null,
  total         integer     not null,
  done          integer     not null default 0,
  refused       integer     not null default 0,
  nothing_to_do integer     not null default 0,
  started_at    timestamptz not null,
  ended_at      timestamptz check ((ended_at is not null) = (state in ('done', 'stopped'))),
  check (done + refused + nothing_to_do <= total)
);
create unique index bulk_run_one_at_a_time on bulk_run (network_id) nulls not distinct where state in ('queued', 'running');
create index on bulk_run (network_id, id);

create table bulk_item (
  bulk_run_id        uuid    not null references bulk_run,
  number             integer not null,
  -- As it was named: there may be no such appointment.
  appointment_id     uuid    not null,
  outcome            text    not null default 'waiting' check (outcome in ('waiting', 'done', 'refused', 'nothing-to-do')),
  new_appointment_id uuid,
  problem            jsonb check ((problem is not null) = (outcome = 'refused')),
  primary key (bulk_run_id, number)
);
create index on bulk_item (bulk_run_id, outcome, number);
