-- Programmes, applications, networks, their agreements, who belongs to them, and what schools share with whom.
-- What is made together in one unit of work refers to each other in whatever order it is written: such references are asked
-- at its end.

create table programme (
  code             text primary key check (code ~ '^[a-z][a-z0-9-]{1,39}$'),
  version          integer     not null default 1,
  name             text        not null,
  minimum_schools  integer     not null check (minimum_schools >= 2),
  agreement_months integer     not null check (agreement_months >= 1),
  recorded_at      timestamptz not null default domain_now(),
  updated_at       timestamptz not null default now()
);
select keep_history('programme');
insert into programme (code, name, minimum_schools, agreement_months) values ('national', 'National programme', 6, 36);

-- A document until it is decided: co_leaders is [{ personId, urn? }], and nothing in it need exist before it is submitted.
create table application (
  id              uuid primary key,
  version         integer     not null default 1,
  programme_code  text        not null references programme,
  kind            text        not null check (kind in ('school-network', 'professional-network')),
  name            text        not null,
  focus           text        not null,
  learning_levels text[]      not null,
  schools         text[]      not null,
  co_leaders      jsonb       not null,
  applicant_id    uuid        not null references person,
  state           text        not null check (state in ('draft', 'submitted', 'under-review', 'returned', 'approved', 'declined', 'withdrawn')),
  submitted_at    timestamptz,
  decided_at      timestamptz,
  funded          boolean,
  reason          text,
  missing         text[],
  words           text,
  network_id      uuid unique,
  recorded_at     timestamptz not null default domain_now(),
  updated_at      timestamptz not null default now(),
  check ((state = 'approved') = (network_id is not null and funded is not null)),
  check (state <> 'declined' or reason is not null),
  check (state <> 'returned' or missing is not null)
);
select keep_history('application');
create index on application (applicant_id);
create index on application (state, id);
create index on application using gin (schools);
create index on application (updated_at);

create table network (
  id                 uuid primary key,
  version            integer     not null default 1,
  kind               text        not null check (kind in ('school-network', 'professional-network')),
  programme_code     text        not null references programme,
  funded             boolean     not null,
  name               text        not null,
  focus              text        not null,
  learning_levels    text[]      not null,
  state              text        not null check (state in ('forming', 'active', 'sustaining', 'suspended', 'dissolved')),
  -- The state in which it was suspended, and in which it goes on.
  suspended_in       text check (suspended_in in ('forming', 'active', 'sustaining')),
  suspension_reason  text,
  dissolution_reason text,
  application_id     uuid        not null unique references application deferrable initially deferred,
  active_from        date,
  dissolved_on       date,
  formed_at          timestamptz not null,
  recorded_at        timestamptz not null default domain_now(),
  updated_at         timestamptz not null default now(),
  check ((state = 'suspended') = (suspended_in is not null and suspension_reason is not null)),
  check ((state = 'dissolved') = (dissolved_on is not null and dissolution_reason is not null)),
  check (state not in ('active', 'sustaining') or active_from is not null)
);
-- A change of state holds from the instant at which it is decided: what it was on a day is what was known at its end.
select keep_history('network');
create index on network (state, id);
create index on network (updated_at);
alter table application add constraint application_network foreign key (network_id) references network deferrable initially deferred;

create table network_co_leader (
  id          uuid primary key,
  network_id  uuid        not null references network deferrable initially deferred,
  person_id   uuid        not null references person,
  -- The school through which; null for a coordinator of a professional network who names none.
  urn         text references school,
  first_day   date        not null,
  last_day    date check (last_day >= first_day),
  reason      text,
  recorded_at timestamptz not null default domain_now(),
  updated_at  timestamptz not null default now(),
  check (reason is null or last_day is not null),
  constraint network_co_leader_once_at_a_time exclude using gist (network_id with =, person_id with =, daterange(first_day, last_day, '[]') with &&)
);
select keep_history('network_co_leader');
create index on network_co_leader (network_id);
create index on network_co_leader (person_id);
create index on network_co_leader (urn);

create table co_leader_vacancy (
  id           uuid primary key,
  network_id   uuid        not null references network deferrable initially deferred,
  co_leader_id uuid        not null unique references network_co_leader on delete cascade deferrable initially deferred,
  since_day    date        not null,
  replace_by   date        not null,
  -- Filled, or its network was dissolved.
  closed_at    timestamptz,
  -- When the national body was told that nobody had been found.
  reported_at  timestamptz,
  recorded_at  timestamptz not null default domain_now(),
  updated_at   timestamptz not null default now()
);
select keep_history('co_leader_vacancy');
create index on co_leader_vacancy (network_id) where closed_at is null;
create index on co_leader_vacancy (replace_by, id) where closed_at is null;

create table agreement (
  id            uuid primary key,
  version       integer     not null default 1,
  network_id    uuid        not null references network deferrable initially deferred,
  number        integer     not null check (number >= 1),
  text          text        not null,
  state         text        not null check (state in ('drafted', 'issued', 'partially-signed', 'in-force', 'blocked', 'superseded')),
  issued_at     timestamptz,
  first_day     date,
  last_day      date check (last_day >= first_day),
  superseded_by uuid references agreement deferrable initially deferred,
  -- Counts what parties were asked and answered, so that the version moves with them.
  party_changes integer     not null default 0,
  recorded_at   timestamptz not null default domain_now(),
  updated_at    timestamptz not null default now(),
  unique (network_id, number),
  check (state <> 'in-force' or (first_day is not null and last_day is not null)),
  check ((state = 'drafted') <= (issued_at is null))
);
select keep_history('agreement');
-- One draft, one that schools are asked to sign, one in force.
create unique index agreement_one_draft on agreement (network_id) where state = 'drafted';
create unique index agreement_one_open on agreement (network_id) where state in ('issued', 'partially-signed', 'blocked');
create unique index agreement_one_in_force on agreement (network_id) where state = 'in-force';
create index on agreement (last_day) where state = 'in-force';

create table agreement_party (
  agreement_id uuid        not null references agreement deferrable initially deferred,
  urn          text        not null references school,
  answer       text        not null default 'asked' check (answer in ('asked', 'signed', 'refused')),
  signatory_id uuid references person,
  answered_at  timestamptz,
  reason       text,
  words        text,
  sign_by      date,
  -- The school that signs in its place since it was succeeded.
  succeeded_by text references school,
  recorded_at  timestamptz not null default domain_now(),
  updated_at   timestamptz not null default now(),
  primary key (agreement_id, urn),
  check ((answer = 'asked') = (signatory_id is null and answered_at is null)),
  check ((answer = 'refused') = (reason is not null))
);
select keep_history('agreement_party');
create index on agreement_party (urn, answer);

-- What a school answered stands for ever; a merged person's signature is that person's still.
create function keep_answer() returns trigger language plpgsql as $$
begin
  if old.answer = 'asked' then return coalesce(new, old); end if;
  if tg_op = 'DELETE' or (old.agreement_id, old.urn, old.answer, old.answered_at) is distinct from (new.agreement_id, new.urn, new.answer, new.answered_at)
    or (old.reason, old.words) is distinct from (new.reason, new.words) then
    raise exception 'what school % answered to agreement % stands for ever', old.urn, old.agreement_id using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger keep_answer before update or delete on agreement_party for each row execute function keep_answer();

-- Schools signed these very words.
create function keep_text() returns trigger language plpgsql as $$
begin
  if old.state <> 'drafted' and (tg_op = 'DELETE' or old.text is distinct from new.text) then
    raise exception 'agreement % was issued: its text stands for ever', old.id using errcode = 'integrity_constraint_violation';
  end if;
  return coalesce(new, old);
end $$;
create trigger keep_text before update or delete on agreement for each row execute function keep_text();

create table network_school (
  id             uuid primary key,
  version        integer     not null default 1,
  network_id     uuid        not null references network deferrable initially deferred,
  urn            text        not null references school,
  founding       boolean     not null default false,
  -- It has left where its last day has passed.
  state          text        not null check (state in ('invited', 'lapsed', 'joined')),
  invited_at     timestamptz not null,
  first_day      date,
  last_day       date check (last_day >= first_day),
  leaving_reason text,
  lapse_reason   text,
  recorded_at    timestamptz not null default domain_now(),
  updated_at     timestamptz not null default now(),
  check ((state = 'joined') = (first_day is not null)),
  check ((state = 'lapsed') = (lapse_reason is not null)),
  check ((leaving_reason is not null) = (last_day is not null)),
  constraint network_school_once_at_a_time exclude using gist (network_id with =, urn with =, daterange(first_day, last_day, '[]') with &&) where (state = 'joined')
);
select keep_history('network_school');
create unique index network_school_invited_once on network_school (network_id, urn) where state = 'invited';
create index on network_school (network_id, urn);
create index on network_school (urn);

create table network_person (
  id          uuid primary key,
  version     integer     not null default 1,
  network_id  uuid        not null references network deferrable initially deferred,
  person_id   uuid        not null references person,
  first_day   date        not null,
  last_day    date check (last_day >= first_day),
  recorded_at timestamptz not null default domain_now(),
  updated_at  timestamptz not null default now(),
  constraint network_person_once_at_a_time exclude using gist (network_id with =, person_id with =, daterange(first_day, last_day, '[]') with &&)
);
select keep_history('network_person');
create index on network_person (network_id, person_id);
create index on network_person (person_id);

create table sharing_agreement (
  id            uuid primary key,
  version       integer     not null default 1,
  client_id     text        not null,
  urn           text references school,
  group_id      uuid references school_group,
  purpose       text        not null,
  lawful_basis  text        not null,
  data_classes  text[]      not null,
  review_day    date        not null,
  last_day      date        not null check (review_day <= last_day),
  state         text        not null check (state in ('offered', 'in-force', 'withdrawing', 'withdrawn', 'expired')),
  offered_at    timestamptz not null,
  signatory_id  uuid references person,
  signed_at     timestamptz,
  withdrawn_at  timestamptz,
  expiry_reason text,
  -- Of the school that this one's controller succeeded, or the one that this one renews.
  in_place_of   uuid references sharing_agreement deferrable initially deferred,
  held_until    date,
  -- What was signed, and its digest.
  receipt       jsonb,
  recorded_at   timestamptz not null default domain_now(),
  updated_at    timestamptz not null default now(),
  check (num_nonnulls(urn, group_id) = 1),
  check ((signed_at is null) = (signatory_id is null) and (signed_at is null) = (receipt is null)),
  check (state not in ('in-force', 'withdrawing') or signed_at is not null),
  check ((state = 'withdrawn') = (withdrawn_at is not null)),
  check ((state = 'expired') = (expiry_reason is not null))
);
select keep_history('sharing_agreement');
create unique index sharing_agreement_one_offer on sharing_agreement (client_id, urn, group_id) nulls not distinct where state = 'offered';
create unique index sharing_agreement_one_in_force on sharing_agreement (client_id, urn, group_id) nulls not distinct where state = 'in-force';
create index on sharing_agreement (client_id, id);
create index on sharing_agreement (urn);
create index on sharing_agreement (group_id);
create index on sharing_agreement (updated_at);

-- Apart from the agreement, so that nothing of it moves when somebody is left out.
create table sharing_left_out (
  agreement_id uuid        not null references sharing_agreement,
  person_id    uuid        not null references person,
  recorded_at  timestamptz not null default domain_now(),
  updated_at   timestamptz not null default now(),
  primary key (agreement_id, person_id)
);
select keep_history('sharing_left_out');
create index on sharing_left_out (person_id);

-- What schools share now, with which client, in which classes of data: each school once per client.
create view shared_school (client_id, urn, data_classes) as
select client_id, urn, array_agg(distinct data_class)
from (
  select a.client_id, a.urn, unnest(a.data_classes) from sharing_agreement a where a.state = 'in-force' and a.urn is not null
  union all
  select a.client_id, g.urn, unnest(a.data_classes)
  from sharing_agreement a join group_school g on g.group_id = a.group_id
  where a.state = 'in-force' and (domain_now() at time zone 'Europe/London')::date between g.first_day and coalesce(g.last_day, 'infinity')
) as shared (client_id, urn, data_class)
group by client_id, urn;

-- Who is left out of what is shared with a client. By the record that is kept, where records were merged.
create view sharing_exclusion (client_id, person_id) as
select a.client_id, coalesce(p.merged_into, p.id)
from sharing_left_out o join sharing_agreement a on a.id = o.agreement_id join person p on p.id = o.person_id
where a.state = 'in-force';
