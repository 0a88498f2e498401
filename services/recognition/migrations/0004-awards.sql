-- Awards, and the proof of them.
create table award (
  id               uuid primary key,
  version          integer     not null default 1,
  -- None once the person is erased; then nothing but codes and days is left of it, so that what they hold can still be checked.
  person_id        uuid references known_person,
  portfolio_id     uuid,
  presentation_id  uuid,
  centre_id        uuid        not null references centre,
  awarding_body    text        not null,
  framework_code   text        not null,
  edition          integer     not null,
  stage            text        not null,
  awarded_at       timestamptz not null,
  last_day         date,
  revoked_at       timestamptz,
  revocation_reason text,
  revocation_note  text,
  -- As signed: both forms.
  credential       text,
  credential_jwt   text,
  list_number      integer     not null,
  list_index       integer     not null,
  page_hash        bytea unique,
  unique (awarding_body, list_number, list_index),
  check ((revoked_at is null) = (revocation_reason is null))
);
create index on award (person_id, id);
create index on award (centre_id, id);
create unique index award_of_presentation on award (presentation_id);

create table issuer_key (
  awarding_body text        not null,
  -- The fragment of its DID URL.
  key_id        text        not null,
  public_key    bytea       not null,
  sealed        bytea       not null,
  made_at       timestamptz not null,
  -- The newest signs.
  primary key (awarding_body, key_id)
);

-- Each has room for so many credentials that nobody is told apart by it.
create table status_list (
  awarding_body text    not null,
  number        integer not null,
  -- Raised with each revocation.
  revision      integer not null default 1,
  used          integer not null default 0,
  changed_at    timestamptz not null default domain_now(),
  primary key (awarding_body, number)
);

create table trusted_issuer (
  did        text primary key,
  name       text        not null,
  document   jsonb       not null,
  trusted_at timestamptz not null
);

-- Records of recognition from elsewhere. The archive stays as it was uploaded.
create table imported_record (
  id              uuid primary key,
  version         integer     not null default 1,
  person_id       uuid        not null references known_person,
  upload_id       uuid        not null unique references upload,
  issuer          text        not null,
  credential_id   text        not null,
  name            text        not null,
  awarded_at      timestamptz not null,
  valid_until     timestamptz,
  status_as_of    timestamptz not null,
  manifest_sha256 text        not null,
  archive_sha256  text        not null,
  files           integer     not null,
  imported_at     timestamptz not null,
  unique (person_id, credential_id)
);

create table credit_claim (
  id              uuid primary key,
  version         integer     not null default 1,
  award_id        uuid        not null references award,
  organisation_id uuid        not null,
  statement       text,
  state           text        not null default 'proposed' check (state in ('proposed', 'submitted', 'accepted', 'declined', 'withdrawn')),
  credit          jsonb,
  reason          text,
  proposed_at     timestamptz not null,
  submitted_at    timestamptz,
  decided_at      timestamptz,
  check ((state = 'accepted') = (credit is not null))
);
create unique index credit_claim_once on credit_claim (award_id, organisation_id) where state <> 'withdrawn' and state <> 'declined';
create index on credit_claim (organisation_id, id);

-- Works for a higher education institution on the day.
create function is_staff_of(person uuid, organisation uuid, day date) returns boolean language sql stable as $$
  select exists (
    select from known_employment_place e join known_partner_organisation o on o.id = organisation and o.kind = 'hei'
    where e.person_id = person and e.employer_kind = 'agency' and e.employer_reference = organisation::text and e.staff_category = 'hei-staff'
      and day between e.first_day and coalesce(e.last_day, 'infinity'))
$$;
