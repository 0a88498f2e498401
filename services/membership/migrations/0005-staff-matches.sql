-- By which references of its own a client knows the people of a school. What they were matched by is not kept.
create table staff_match (
  id            uuid primary key,
  version       integer     not null default 1,
  client_id     text        not null,
  urn           text        not null references school,
  recipient_ref text        not null,
  state         text        not null check (state in ('matched', 'ambiguous', 'unlinked')),
  person_id     uuid references person,
  matched_by    text check (matched_by in ('trn', 'payroll-number', 'work-email', 'signatory')),
  -- Whom it stood for before it came into doubt.
  was_person_id uuid references person,
  was_matched_by text,
  -- Whom it may be, where several fit.
  candidates    uuid[]      not null default '{}',
  -- Everybody whom it was ever linked to: what was said of them is found by it when they are erased.
  ever          uuid[]      not null default '{}',
  recorded_at   timestamptz not null default domain_now(),
  updated_at    timestamptz not null default now(),
  check ((state = 'matched') = (person_id is not null) and (person_id is null) = (matched_by is null))
);
create unique index staff_match_one_reference on staff_match (client_id, urn, recipient_ref);
create unique index staff_match_one_person on staff_match (client_id, urn, person_id) where person_id is not null;
create index on staff_match (urn, id);
create index on staff_match (person_id);
create index on staff_match (was_person_id);
create index on staff_match using gin (ever);
