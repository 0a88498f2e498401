-- What clients subscribed to, and a numbered mailbox for each. The doors (webhooks, HTTP, NATS) only read mailboxes.

create table subscription (
  id            uuid        primary key,
  client_id     text        not null,
  name          text        not null,
  state         text        not null check (state in ('pending-verification', 'active', 'degraded', 'disabled', 'paused', 'ended')),
  -- { types?, urns?, laCodes?, networkIds?, roleCodes? }: each an array of which one must fit; what is absent does not narrow.
  filter        jsonb       not null,
  -- Of the mailbox's newest message. Numbers are given under this row's lock, so that they have no gap and follow commits.
  last_number   bigint      not null default 0,
  -- The oldest that is kept; below it, all is deleted.
  first_number  bigint      not null default 1,
  -- Up to which the client said that it has everything.
  acknowledged_number bigint not null default 0,
  -- Raised when messages in it are withheld: streams that are open, and may have some of them under way, are cut.
  closings      integer     not null default 0,
  version       integer     not null default 1,
  recorded_at   timestamptz not null default domain_now(),
  updated_at    timestamptz not null default now()
);
create index on subscription (client_id, id);

-- Messages that are held (60 days, where a successor's sharing agreement is not signed) are not here: they get their
-- number when they are released, so no door ever waits for one.
create table mailbox_message (
  subscription_id uuid        not null references subscription,
  number          bigint      not null,
  -- The CloudEvents id, the same at every door and with each repeat.
  id              uuid        not null unique,
  -- As in the catalogue: appointment.confirmed. Kept where it is withheld, for the explanation alone.
  type            text        not null,
  -- The person, by whom first deliveries are in order; else the school or trust.
  subject_id      text        not null,
  -- The places whose sharing lets it be seen, all of them: it is withheld when one of them ends. None: nothing personal in it.
  places          text[]      not null,
  -- Which event of which service it tells of; null where none does (the day itself: took-effect).
  event_id        uuid,
  -- Null: withheld.
  data            jsonb,
  occurred_at     timestamptz not null,
  recorded_at     timestamptz not null default domain_now(),
  withheld_at     timestamptz,
  -- Filter, agreement and match as they were when it was written; ids only.
  why             jsonb       not null default '{}',
  primary key (subscription_id, number),
  check ((data is null) = (withheld_at is not null))
);
create index on mailbox_message using gin (places) where withheld_at is null;
create index on mailbox_message (subscription_id, recorded_at);
create index on mailbox_message (subject_id);

-- What a client may see now: each place once, by the agreement that opens it. It is reconciled with what is known, and its rows
-- are locked for sharing by whoever writes a message, so that a place that closes finds all that was written before.
create table opened_place (
  client_id    text not null,
  place        text not null,
  agreement_id uuid not null,
  -- The successor's agreement is not signed: messages are held until it is.
  held         boolean not null,
  primary key (client_id, place)
);
create index on opened_place (place);

create table held_message (
  seq             bigint generated always as identity primary key,
  subscription_id uuid   not null references subscription,
  places          text[] not null,
  message         jsonb  not null
);
create index on held_message using gin (places);

-- What a subscription's reader holds of each appointment, were it to have read everything: the last version told, and how it looks
-- through what the subscription may see and asked for.
create table appointment_in_view (
  subscription_id uuid    not null references subscription,
  appointment_id  uuid    not null,
  version         integer not null,
  person_id       uuid    not null,
  places          text[]  not null,
  data            jsonb   not null,
  -- The first day that appointment.took-effect was said of.
  effect_told     date,
  primary key (subscription_id, appointment_id)
);
create index on appointment_in_view (appointment_id);
create index on appointment_in_view (person_id);
create index on appointment_in_view using gin (places);
create index on appointment_in_view ((data ->> 'firstDay'));

-- Of whom a subscription was told anything: who hears when their records are merged or erased.
create table person_told (
  subscription_id uuid not null references subscription,
  person_id       uuid not null,
  primary key (subscription_id, person_id)
);
create index on person_told (person_id);

-- What a client has to do because it was told: delete what a place shared, erase a person. Listed until it says that it did.
create table duty (
  id              uuid        primary key,
  client_id       text        not null,
  kind            text        not null check (kind in ('delete-shared', 'erase-person')),
  place           text,
  agreement_id    uuid,
  reason          text,
  person_id       uuid,
  made_at         timestamptz not null default domain_now(),
  -- When it became a message; until then doors are still closing.
  told_at         timestamptz,
  acknowledged_at timestamptz
);
create index on duty (client_id, id);
create index on duty (agreement_id) where told_at is null;

-- All that a subscription may see, as it was at one number; kept for 7 days.
create table snapshot (
  id              uuid        primary key,
  subscription_id uuid        not null references subscription,
  number          bigint      not null,
  appointments    integer     not null,
  taken_at        timestamptz not null default domain_now()
);
create table snapshot_appointment (
  snapshot_id    uuid   not null references snapshot on delete cascade,
  appointment_id uuid   not null,
  person_id      uuid   not null,
  places         text[] not null,
  data           jsonb  not null,
  primary key (snapshot_id, appointment_id)
);
create index on snapshot_appointment using gin (places);
create index on snapshot_appointment (person_id);

-- Which agreement lets a client see a place today: an agreement in force of the school itself, else of its trust. `held`: a school
-- that was succeeded shared, and its successor has not signed yet. One in force of a school that was succeeded is such, too,
-- until membership says that it has expired: it never opens the successor.
create view place_right (client_id, place, agreement_id, held) as
select distinct on (client_id, place) client_id, place, agreement_id, held
from (
  select s.client_id, s.place, s.agreement_id, false as held, 1 as rank
  from known_sharing s
  where s.state = 'in-force' and s.roles and not exists (select from known_school k where k.urn = s.place and k.current_urn <> k.urn)
  union all
  select s.client_id, g.urn, s.agreement_id, false, 2
  from known_sharing s join known_group_school g on g.group_id::text = s.place
  where s.state = 'in-force' and s.roles
    and (domain_now() at time zone 'Europe/London')::date between g.first_day and coalesce(g.last_day, 'infinity')
    and not exists (select from known_school k where k.urn = g.urn and k.current_urn <> k.urn)
  union all
  select s.client_id, s.place, s.agreement_id, true, 3
  from known_sharing s where s.state = 'offered' and s.roles and s.held_until is not null
  union all
  select s.client_id, k.current_urn, s.agreement_id, true, 4
  from known_sharing s join known_school k on k.urn = s.place and k.current_urn <> k.urn where s.state = 'in-force' and s.roles
) rights
order by client_id, place, rank;

-- Who is left out of what a client may see: by one agreement, everywhere, as in membership.
create view known_exclusion (client_id, person_id) as
select s.client_id, o.person_id
from known_left_out o join known_sharing s on s.agreement_id = o.agreement_id
where s.state = 'in-force' or s.state = 'offered' and s.held_until is not null;

-- The national body stopped delivery: of one client, or of all ('*').
create table delivery_suspension (
  client_id    text        primary key,
  reason       text        not null,
  suspended_at timestamptz not null default domain_now()
);

-- Those that a door may send to now, whatever its neighbours' state: a webhook that fails closes no other door. A door that pushes
-- asks again right before it sends.
create view open_subscription as
  select s.* from subscription s
  where s.state not in ('paused', 'ended')
    and not exists (select from delivery_suspension d where d.client_id in (s.client_id, '*'))
    and not exists (select from known_client c where c.client_id = s.client_id and c.suspended_at is not null);

-- Messages that a door is to send again, under their old ids and numbers. The door moves `sent_number` and sets `done_at`.
create table replay (
  id              uuid        primary key,
  subscription_id uuid        not null references subscription,
  door            text        not null check (door in ('webhook', 'nats')),
  from_number     bigint      not null,
  to_number       bigint      not null,
  -- The last that was sent again.
  sent_number     bigint      not null,
  asked_at        timestamptz not null default domain_now(),
  done_at         timestamptz,
  check (from_number <= to_number)
);
create index on replay (subscription_id, door) where done_at is null;
