-- The NATS door of a subscription: closed until its owner opens it.

create table nats_door (
  subscription_id     uuid        primary key,
  client_id           text        not null,
  state               text        not null check (state in ('opening', 'open', 'closing', 'closed')),
  -- Names the durable, the subject and the inbox. Made anew with each opening, and not to be guessed.
  mailbox             text        not null unique,
  after_number        bigint      not null,
  -- Up to here, messages are on the stream or were.
  published_number    bigint      not null,
  -- Up to here, all were acknowledged when that was last looked at. What a lost stream held behind it is published again.
  acknowledged_number bigint      not null,
  looked_at           timestamptz not null default '-infinity',
  -- When nothing lay there last, replays included.
  drained_at          timestamptz not null default now(),
  -- Part of what the stream knows a message by: raised where what lies there is taken back, or it would be taken for a repeat.
  generation          integer     not null default 1,
  -- What lies there is to be taken back: first noted from where it comes again (recalled), then removed (purged).
  recall              boolean     not null default false,
  purge               boolean     not null default false,
  -- The subscription gets nothing now, and nothing lies there.
  held                boolean     not null default false,
  rotations           integer     not null default 0,
  try_at              timestamptz not null default '-infinity',
  opened_at           timestamptz not null default domain_now(),
  closed_at           timestamptz,
  close_reason        text        check (close_reason in ('by-owner', 'by-national-body', 'client-suspended', 'subscription-ended')),
  version             integer     not null default 1,
  check (acknowledged_number <= published_number)
);
create index on nats_door (client_id);

-- A user of the vendors' account. Times are real ones, as those of the signed token: the sandbox's clock does not move them.
create table nats_credential (
  id              uuid        primary key,
  subscription_id uuid        not null references nats_door,
  -- Public key.
  user_key        text        not null unique,
  made_at         timestamptz not null,
  expires_at      timestamptz not null,
  -- Others took its place, or the door was closed: void from then on.
  ends_at         timestamptz,
  -- The server was told, and had put out whoever used it.
  revoked_at      timestamptz
);
create index on nats_credential (subscription_id, made_at);
create index on nats_credential (ends_at) where revoked_at is null;

-- Which stream was filled, and how far it was: another one, or one that was set back, lacks something.
create table nats_stream (
  name     text        primary key,
  created  timestamptz not null,
  last_seq bigint      not null
);
