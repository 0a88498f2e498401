-- Webhooks: where a subscription is delivered to, how far that has come, and every request that was sent.

create table webhook_endpoint (
  subscription_id uuid        primary key references subscription,
  url             text        not null,
  state           text        not null check (state in ('pending-verification', 'active', 'degraded', 'disabled')),
  max_per_second  integer     not null check (max_per_second between 1 and 1000),
  notice_reason   text        check (notice_reason in ('challenge-failed', 'failing', 'given-up', 'gone')),
  notice_since    timestamptz,
  notice_number   bigint,
  notice_outcome  text,
  -- What the receiver is to echo, how often it was sent, and when it is to be sent next; null: not again by itself.
  challenge       text        not null,
  challenge_tries integer     not null default 0,
  challenge_at    timestamptz,
  registered_at   timestamptz not null,
  version         integer     not null default 1,
  recorded_at     timestamptz not null default domain_now(),
  updated_at      timestamptz not null default now(),
  check ((notice_reason is null) = (notice_since is null)),
  check (state <> 'disabled' or notice_reason is not null)
);
select keep_history('webhook_endpoint');

-- How far delivery has come: all up to sent_number was delivered, except open_numbers. One process at a time delivers to an
-- endpoint, for as long as its lease lasts (real time). Apart from the endpoint, because it is written with every batch.
create table webhook_place (
  subscription_id uuid        primary key references webhook_endpoint on delete cascade,
  sent_number     bigint      not null,
  open_numbers    bigint[]    not null default '{}',
  -- The receiver asked to be left alone until then (Retry-After).
  wait_until      timestamptz,
  -- A test message that is to be sent.
  test_id         uuid,
  leased_by       uuid,
  leased_until    timestamptz
) with (fillfactor = 50);

-- Of the open messages those that failed: each has its own tries.
create table delivery (
  subscription_id uuid        not null references webhook_endpoint on delete cascade,
  number          bigint      not null,
  tries           integer     not null,
  next_try_at     timestamptz not null,
  outcome         text        not null,
  primary key (subscription_id, number)
);

-- Kept for 100 days, also where the webhook is removed: it answers why a message was got.
create table delivery_attempt (
  id              bigint      generated always as identity,
  subscription_id uuid        not null,
  kind            text        not null check (kind in ('message', 'test', 'challenge')),
  message_id      uuid        not null,
  number          bigint,
  attempt         integer     not null,
  attempted_at    timestamptz not null,
  duration_ms     integer     not null,
  outcome         text        not null,
  status          smallint,
  primary key (subscription_id, id)
);
create index on delivery_attempt (subscription_id, number);
create index on delivery_attempt using brin (attempted_at);

-- Sealed: see src/webhooks/signing-key.ts. Lives are real time, as receivers' clocks are.
create table webhook_key (
  id              uuid        primary key,
  subscription_id uuid        not null references webhook_endpoint on delete cascade,
  kind            text        not null check (kind in ('hmac-sha256', 'ed25519')),
  sealed_key      bytea       not null,
  public_key      text,
  made_at         timestamptz not null,
  ends_at         timestamptz,
  check ((kind = 'ed25519') = (public_key is not null))
);
create index on webhook_key (subscription_id);
