-- What roles there are, vacancies, and who would take one on.

create table role_definition (
  id                   uuid primary key,
  version              integer     not null default 1,
  -- Null: of the national list.
  network_id           uuid,
  code                 text        not null check (code ~ '^[a-z][a-z0-9]*(-[a-z0-9]+)*$'),
  label                text        not null,
  remit                text        not null,
  takes_school_time    boolean     not null,
  max_minutes_per_week integer     not null check (max_minutes_per_week between 0 and 1950),
  needs_subject        boolean     not null default false,
  max_holders          integer check (max_holders >= 1),
  eligible_categories  text[],
  state                text        not null default 'in-use' check (state in ('in-use', 'retired')),
  recorded_at          timestamptz not null default domain_now(),
  updated_at           timestamptz not null default now(),
  -- A code is for good, and the two lists never meet.
  constraint role_definition_one_code unique nulls not distinct (network_id, code),
  check ((network_id is null) = (code not like 'x-%')),
  check (takes_school_time = (max_minutes_per_week > 0))
);
select keep_history('role_definition');
create index on role_definition (code, id);
create index on role_definition (updated_at);

-- The national list as it begins. The national body revises it as it does any role; minutes are a week's, of one whole holder.
insert into role_definition (id, code, label, remit, max_minutes_per_week, takes_school_time, needs_subject, max_holders, eligible_categories)
select ('01900000-0000-7000-8000-0000000000' || lpad(n::text, 2, '0'))::uuid, code, label, remit, minutes, minutes > 0, subject, holders, categories
from (values
  (1, 'co-leader', 'Co-leader', 'Leads the network together with one or two others, so that no single head or school dominates.', 390, false, null::int, null::text[]),
  (2, 'steering-member', 'Member of the steering group', 'Decides with others on the network’s direction and watches over how it is kept.', 0, false, null, null),
  (3, 'steering-chair', 'Chair of the steering group', 'Chairs the steering group and speaks for it.', 0, false, 1, null),
  (4, 'facilitator', 'Facilitator', 'Brings groups of the network together, prepares what they do and keeps them on learning.', 390, false, null, null),
  (5, 'critical-friend', 'Critical friend', 'Looks at the network from outside, asks questions and gives an honest view.', 0, false, null, null),
  (6, 'ict-innovator', 'ICT innovator', 'Visits other schools, shares ideas, coaches and mentors in the use of ICT for learning.', 180, false, null, null),
  (7, 'subject-coordinator', 'Subject co-ordinator', 'Co-ordinates a subject across the schools of the network.', 120, true, null, null),
  (8, 'induction-coordinator', 'Induction co-ordinator', 'Plans induction of new teachers with those of the other schools.', 90, false, null, null),
  (9, 'consultant', 'Consultant', 'Advises schools across the network from particular expertise.', 390, false, null, null),
  (10, 'lead-walker', 'Lead of learning walks', 'Plans learning walks, agrees their protocol and leads their teams.', 60, false, null, null),
  (11, 'group-lead', 'Lead of a leadership group', 'Leads an inter-school leadership group with a focus of its own.', 60, false, null, null),
  (12, 'coach', 'Coach', 'Coaches colleagues in their learning and in their projects.', 120, false, null, null),
  (13, 'verifier', 'Verifier', 'Verifies portfolios that are presented for recognition.', 120, false, null, null),
  (14, 'moderator', 'Moderator', 'Moderates judgements of verifiers so that they are alike everywhere.', 120, false, null, null),
  (15, 'recognition-leader', 'Recognition leader', 'Brings recognition of teachers’ learning to the schools and supports who takes part.', 120, false, null, null),
  (16, 'hei-link', 'Link to higher education', 'Links the network with an institution of higher education.', 0, false, null, array['hei-staff']),
  (17, 'la-link', 'Link to the local authority', 'Links the network with its local authority.', 0, false, null, array['authority-officer']),
  (18, 'community-link', 'Link to the community', 'Links the network with community groups, agencies and residents.', 0, false, null, null)
) list (n, code, label, remit, minutes, subject, holders, categories);

-- Whoever keeps a copy of roles hears of these as of any other.
insert into aggregate_head (aggregate, aggregate_id, version) select 'role', id::text, 1 from role_definition order by id;
insert into event (id, name, aggregate, aggregate_id, version, data, occurred_at)
select gen_random_uuid(), 'roles.role-defined', 'role', id::text, 1, jsonb_build_object('roleId', id, 'role', jsonb_strip_nulls(jsonb_build_object(
  'id', id, 'code', code, 'label', label, 'remit', remit, 'takesSchoolTime', takes_school_time, 'maxMinutesPerWeek', max_minutes_per_week,
  'needsSubject', needs_subject, 'maxHolders', max_holders, 'eligibleCategories', eligible_categories, 'state', state, 'version', version))),
  date_trunc('milliseconds', now())
from role_definition order by id;

create table vacancy (
  id               uuid primary key,
  version          integer          not null default 1,
  network_id       uuid             not null,
  role_code        text             not null,
  subject          text,
  -- Whole holders, job shares as fractions: hundredths.
  holders          double precision not null check (holders > 0),
  filled           double precision not null default 0 check (filled >= 0),
  minutes_per_week integer,
  description      text,
  first_day        date,
  last_day         date check (last_day >= first_day),
  closing_day      date,
  state            text             not null default 'open' check (state in ('open', 'filled', 'closed')),
  close_reason     text,
  opened_at        timestamptz      not null,
  closed_at        timestamptz,
  recorded_at      timestamptz      not null default domain_now(),
  updated_at       timestamptz      not null default now(),
  check ((state = 'closed') = (close_reason is not null)),
  check ((state = 'open') = (closed_at is null))
);
select keep_history('vacancy');
create unique index vacancy_one_open on vacancy (network_id, role_code, coalesce(lower(subject), '')) where state = 'open';
create index on vacancy (network_id, id);
create index on vacancy (role_code) where state = 'open';
create index on vacancy (updated_at);

-- Who was appointed to it, each counted once.
create table vacancy_appointment (
  vacancy_id     uuid not null references vacancy,
  appointment_id uuid not null,
  primary key (vacancy_id, appointment_id)
);

create table role_interest (
  id             uuid primary key,
  version        integer     not null default 1,
  network_id     uuid        not null,
  person_id      uuid        not null references known_person,
  vacancy_id     uuid references vacancy,
  -- Without a vacancy: what the person could take on; none, whatever is needed.
  role_codes     text[]      not null,
  subject        text,
  note           text,
  -- That it lapsed follows from its vacancy.
  state          text        not null check (state in ('nominated', 'expressed', 'declined', 'withdrawn', 'taken-up')),
  nominated      boolean     not null default false,
  -- Null where the national body itself nominated.
  nominated_by   uuid references known_person,
  appointment_id uuid check (appointment_id is not null = (state = 'taken-up')),
  expressed_at   timestamptz,
  noted_at       timestamptz not null,
  recorded_at    timestamptz not null default domain_now(),
  updated_at     timestamptz not null default now(),
  check (nominated or nominated_by is null)
);
select keep_history('role_interest');
create unique index role_interest_once on role_interest (network_id, person_id, vacancy_id) nulls not distinct where state in ('nominated', 'expressed');
create index on role_interest (network_id, id);
create index on role_interest (person_id);
create index on role_interest (nominated_by);
create index on role_interest (vacancy_id);
create index on role_interest (updated_at);
create index on role_interest_history (person_id);
