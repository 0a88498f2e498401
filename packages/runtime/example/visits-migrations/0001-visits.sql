create table visit (
  id      uuid    primary key,
  version integer not null default 1,
  places  integer not null,
  booked  integer not null,
  title   text    constraint visit_title_key unique
);

create table reminder (
  work_id  uuid        not null,
  reminder integer     not null,
  sent_at  timestamptz not null,
  primary key (work_id, reminder)
);
