create table greeting (
  id      uuid        primary key,
  version integer     not null default 1,
  name    text        not null,
  said_at timestamptz not null
);
