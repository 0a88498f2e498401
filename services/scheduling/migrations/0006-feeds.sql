-- Calendars that can be read at an address.
create table calendar_feed (
  id          uuid primary key,
  version     integer     not null default 1,
  kind        text        not null check (kind in ('person', 'school', 'network')),
  reference   text        not null,
  -- SHA-256 of the token in its address: whoever reads the database cannot read the calendar by it.
  token_hash  bytea       not null unique,
  revoked     boolean     not null default false,
  opened_at   timestamptz not null,
  recorded_at timestamptz not null default domain_now(),
  updated_at  timestamptz not null default now()
);
select keep_history('calendar_feed');
create index on calendar_feed (kind, reference, id);
