-- No key on the event: what took effect twice is to be seen.
create table seen (no bigint generated always as identity, event_id uuid not null, organisation_id uuid not null, version int not null, name text not null);
