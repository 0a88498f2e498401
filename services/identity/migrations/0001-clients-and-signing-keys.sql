-- Machine clients. Secrets are digests: see src/clients/client-secret.ts.
create table client (
  id                 text        primary key check (id ~ '^[A-Za-z0-9_-]{1,64}$'),
  kind               text        not null check (kind in ('national-body', 'integrator', 'mis-vendor')),
  name               text        not null,
  scopes             text[]      not null,
  auth_method        text        not null check (auth_method in ('client-secret', 'private-key-jwt')),
  may_act_for_people boolean     not null,
  keys               jsonb       not null,
  secrets            jsonb       not null,
  suspended_since    timestamptz,
  suspension_reason  text        check (suspension_reason in ('secret-leaked', 'misuse', 'terms-ended', 'asked-by-owner', 'other')),
  suspension_note    text,
  registered_at      timestamptz not null,
  version            integer     not null default 1,
  recorded_at        timestamptz not null default domain_now(),
  updated_at         timestamptz not null default now(),
  check ((suspended_since is null) = (suspension_reason is null)),
  check (auth_method <> 'private-key-jwt' or jsonb_array_length(keys) > 0)
);
create index on client (id) where suspended_since is not null;
select keep_history('client');

-- A private key leaves with its last signature: what no longer signs cannot be stolen.
create table signing_key (
  kid                text        primary key,
  state              text        not null check (state in ('next', 'current', 'retiring')),
  public_key         jsonb       not null,
  sealed_private_key bytea,
  made_at            timestamptz not null,
  signs_since        timestamptz,
  published_until    timestamptz,
  check ((state = 'retiring') = (sealed_private_key is null)),
  check ((state = 'retiring') = (published_until is not null)),
  check ((state = 'next') = (signs_since is null))
);
create unique index one_signing_key_each on signing_key (state) where state in ('next', 'current');

-- Assertions and statements that were used, by the hash of issuer and jti, until they have expired by themselves.
create table used_jwt (
  id         bytea       primary key check (octet_length(id) = 32),
  expires_at timestamptz not null
);
create index on used_jwt (expires_at);
