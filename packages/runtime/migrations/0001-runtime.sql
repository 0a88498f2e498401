-- What every service keeps beside its own tables: its events, what it has handled, what it answered, what was changed.

create extension if not exists btree_gist;

-- The domain's clock inside a unit of work (it can be moved in the sandbox); the database's own elsewhere.
create function domain_now() returns timestamptz language sql stable parallel safe as
$$ select coalesce(nullif(current_setting('nlc.now', true), '')::timestamptz, now()) $$;

-- Events, kept for ever: the log that everything can be rebuilt from. JetStream only distributes them.
create table event (
  seq           bigint generated always as identity,
  id            uuid        not null,
  name          text        not null,
  aggregate     text        not null,
  aggregate_id  text        not null,
  version       integer     not null,
  data          jsonb       not null,
  occurred_at   timestamptz not null,
  recorded_at   timestamptz not null default now(),
  trace         text,
  published     boolean     not null default false,
  stream_seq    bigint,
  primary key (recorded_at, seq)
) partition by range (recorded_at);
create table event_default partition of event default;
create index on event (seq);
create index on event (aggregate, aggregate_id, version);
create index on event (seq) where not published;

-- This month's partition and the next three's. Called by migration and by the relay, each day.
create function make_event_partitions() returns void language plpgsql as $$
declare
  month date := date_trunc('month', now());
begin
  for i in 0..3 loop
    execute format('create table if not exists %I partition of event for values from (%L) to (%L)',
      'event_' || to_char(month, 'YYYY_MM'), month, month + interval '1 month');
    month := month + interval '1 month';
  end loop;
end $$;
select make_event_partitions();

-- The version of each aggregate's last event. Its row lock is what numbers events without a gap and in order.
create table aggregate_head (
  aggregate    text    not null,
  aggregate_id text    not null,
  version      integer not null,
  primary key (aggregate, aggregate_id)
);

-- Which stream the relay has published to, and how far: how a lost or restored broker is noticed.
create table relay_state (
  stream         text primary key,
  stream_created timestamptz not null,
  last_seq       bigint not null
);

-- Replies to commands, by caller and Idempotency-Key; kept for 7 days.
create table kept_reply (
  caller      text        not null,
  key         text        not null,
  fingerprint bytea       not null,
  status      smallint,
  version     integer,
  body        text,
  kept_at     timestamptz not null default now(),
  primary key (caller, key)
);
create index on kept_reply (kept_at);

-- Of each foreign aggregate, the last version that took effect here: an older one is ignored, a gap asked for again.
create table inbox (
  source       text    not null,
  aggregate    text    not null,
  aggregate_id text    not null,
  version      integer not null,
  primary key (source, aggregate, aggregate_id)
);

-- How far a source's whole history was read, which a new consumer does once.
create table history_read (
  source   text primary key,
  seq      bigint  not null default 0,
  complete boolean not null default false
);

-- Events that could not be handled, and those of the same aggregate behind them, in order.
create table parked (
  event_id     uuid primary key,
  source       text        not null,
  aggregate    text        not null,
  aggregate_id text        not null,
  version      integer     not null,
  name         text        not null,
  message      jsonb       not null,
  cause        text        not null,
  parked_at    timestamptz not null default now(),
  unique (source, aggregate, aggregate_id, version)
);

-- What takes long or waits for its time.
create table work (
  id            uuid primary key,
  name          text        not null,
  key           text,
  input         jsonb       not null,
  state         jsonb,
  status        text        not null default 'queued' check (status in ('queued', 'done', 'gave-up')),
  run_at        timestamptz not null,
  attempts      integer     not null default 0,
  claimed_by    uuid,
  claimed_until timestamptz,
  cause         text,
  trace         text,
  made_at       timestamptz not null default now(),
  ended_at      timestamptz
);
create index on work (run_at) where status = 'queued';
create unique index on work (name, key) where status = 'queued';

-- Who did what, for whom, when: a row commits with each change, and is chained afterwards.
create table audit (
  id          bigint generated always as identity primary key,
  at          timestamptz not null,
  operation   text        not null,
  client      text        not null,
  person      uuid,
  -- The chain covers the hash; erasure takes person and salt and leaves the chain whole.
  salt        bytea       not null,
  person_hash bytea       not null,
  input_hash  bytea       not null,
  trace       text,
  seal_no     bigint unique,
  seal        bytea
);
create index on audit (id) where seal_no is null;
create table audit_head (
  only_one boolean primary key default true check (only_one),
  seal_no  bigint not null,
  seal     bytea  not null
);
insert into audit_head (seal_no, seal) values (0, '\x00');

-- Resumable uploads (tus 1.0): a chunk is committed before its offset is acknowledged.
create table upload (
  id         uuid primary key,
  operation  text        not null,
  client     text        not null,
  person     uuid,
  length     bigint      not null,
  "offset"   bigint      not null default 0,
  metadata   jsonb       not null,
  made_at    timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '7 days'
);
create index on upload (expires_at);
create table upload_chunk (
  upload_id uuid   not null references upload on delete cascade,
  "offset"  bigint not null,
  bytes     bytea  not null,
  primary key (upload_id, "offset")
);
alter table upload_chunk alter column bytes set storage external;

-- History of a table: what was known when. See keep_history.
create function keep_row_history() returns trigger language plpgsql as $$
declare
  columns text;
begin
  if tg_op = 'UPDATE' then
    if old is not distinct from new then return null; end if;
    new.recorded_at := greatest(domain_now(), old.recorded_at);
    new.updated_at := now();
  end if;
  execute format('insert into %I.%I select ($1).*, $2', tg_table_schema, tg_table_name || '_history') using old, greatest(domain_now(), old.recorded_at);
  return case tg_op when 'DELETE' then old else new end;
end $$;

-- Gives a table with recorded_at and updated_at a history: <table>_history holds what an UPDATE or DELETE replaced, the
-- view <table>_as_known all rows that ever stood, with the instant at which each was superseded (null: it stands).
create function keep_history(of_table regclass) returns void language plpgsql as $$
declare
  name text := (select relname from pg_class where oid = of_table);
begin
  execute format('create table %I (like %s, superseded_at timestamptz not null)', name || '_history', of_table);
  execute format('create trigger keep_history before update or delete on %s for each row execute function keep_row_history()', of_table);
  execute format('create view %I as select t.*, null::timestamptz as superseded_at from %s t union all select * from %I', name || '_as_known', of_table, name || '_history');
end $$;

-- The longest that a transaction may last, where the server can say so: what `updatedUntil` stands on.
do $$ begin
  if current_setting('server_version_num')::int >= 170000 then
    execute format('alter role %I in database %I set transaction_timeout = %L', current_user, current_database(), '20s');
  end if;
end $$;
