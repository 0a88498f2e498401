-- Vendors' own references for people, as membership matched them. Neither names nor what they were matched by.
create table known_staff_match (
  match_id      uuid primary key,
  client_id     text not null,
  urn           text not null,
  recipient_ref text not null,
  person_id     uuid not null,
  matched_by    text not null
);
create index on known_staff_match (client_id, person_id);
create index on known_staff_match (person_id);
