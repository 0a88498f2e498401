-- What subscriptions keeps of what membership, roles and identity say.

-- Clients as identity says: a suspended one gets nothing by any door.
create table known_client (
  client_id    text primary key,
  name         text,
  suspended_at timestamptz
);
