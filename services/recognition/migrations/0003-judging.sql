-- Where portfolios are presented, and how they are judged.
create table centre (
  id              uuid primary key,
  version         integer     not null default 1,
  name            text        not null,
  urn             text,
  organisation_id uuid,
  opened_at       timestamptz not null,
  closed_at       timestamptz
);
create table centre_leader (
  centre_id uuid not null references centre,
  person_id uuid not null references known_person,
  primary key (centre_id, person_id)
);
create index on centre_leader (person_id);

create table presentation (
  id              uuid primary key,
  portfolio_id    uuid        not null references portfolio,
  number          integer     not null,
  centre_id       uuid        not null references centre,
  presented_at    timestamptz not null,
  -- The very bytes that were hashed.
  manifest        text        not null,
  manifest_sha256 text        not null,
  moderated       boolean     not null default false,
  outcome         text check (outcome in ('awarded', 'referred-back', 'not-awarded')),
  results         jsonb,
  decided_at      timestamptz,
  appeal          jsonb,
  unique (portfolio_id, number),
  check ((outcome is null) = (decided_at is null))
);
create index on presentation (centre_id, id);

-- A manifest stays as it was.
create function refuse_other_manifest() returns trigger language plpgsql as $$
begin
  if (old.manifest, old.manifest_sha256, old.presented_at) is distinct from (new.manifest, new.manifest_sha256, new.presented_at) then
    raise exception 'a manifest is not changed';
  end if;
  return new;
end $$;
create trigger frozen before update on presentation for each row execute function refuse_other_manifest();

-- It waits for those who judge it, or for who decides on the appeal.
create function is_undecided(presented presentation) returns boolean language sql immutable as $$
  select presented.outcome is null or (presented.appeal is not null and not presented.appeal ? 'outcome')
$$;

create table assignment (
  id              uuid primary key,
  version         integer     not null default 1,
  presentation_id uuid        not null references presentation,
  judge_id        uuid        not null references known_person,
  purpose         text        not null check (purpose in ('verification', 'moderation', 'appeal')),
  state           text        not null default 'open' check (state in ('open', 'judged', 'ended')),
  assigned_at     timestamptz not null,
  ended_reason    text check (ended_reason in ('declined', 'conflict-of-interest', 'role-ended', 'erased')),
  judged_at       timestamptz,
  dimensions      jsonb,
  check ((state = 'judged') = (dimensions is not null)),
  check ((state = 'ended') = (ended_reason is not null))
);
-- Nobody judges one presentation twice.
create unique index assignment_once on assignment (presentation_id, judge_id);
create index on assignment (judge_id, id);

-- A judgement stays as it was given. Whose it is may be told under another record.
create function refuse_other_judgement() returns trigger language plpgsql as $$
begin
  if old.state = 'judged' and (old.dimensions, old.judged_at, old.state) is distinct from (new.dimensions, new.judged_at, new.state) then
    raise exception 'a judgement is not changed';
  end if;
  return new;
end $$;
create trigger frozen before update on assignment for each row execute function refuse_other_judgement();

-- How many a centre would award in an academic year, and how many of them went to a moderator.
create table moderation_count (
  centre_id      uuid    not null references centre,
  framework_code text    not null,
  first_day      date    not null,
  agreed         integer not null default 0,
  moderated      integer not null default 0 check (moderated <= agreed),
  primary key (centre_id, framework_code, first_day)
);

/*
 * Has an interest in what somebody presents: it is their own, they coach it or attested to it, or they share a workplace, be it a school,
 * a board or the central team of a group, on any days from the one on which the portfolio began.
 */
create function is_interested(judge uuid, portfolio uuid) returns boolean language sql stable as $$
  select exists (
    select from portfolio p
    where p.id = portfolio and (
      judge in (p.person_id, p.coach_id)
      or exists (select from attestation a where a.portfolio_id = p.id and a.coach_id = judge)
      or exists (
        select from person_place theirs join person_place own on own.urn = theirs.urn or own.group_id = theirs.group_id
        where theirs.person_id = p.person_id and own.person_id = judge
          and coalesce(theirs.last_day, 'infinity') >= (p.enrolled_at at time zone 'Europe/London')::date
          and coalesce(own.last_day, 'infinity') >= (p.enrolled_at at time zone 'Europe/London')::date)))
$$;
