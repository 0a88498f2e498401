-- A month that the default partition already holds rows of (nothing ran when it began) stays there; it must not keep the
-- months after it from theirs.
create or replace function make_event_partitions() returns void language plpgsql as $$
declare
  month date := date_trunc('month', now());
begin
  for i in 0..3 loop
    begin
      execute format('create table if not exists %I partition of event for values from (%L) to (%L)',
        'event_' || to_char(month, 'YYYY_MM'), month, month + interval '1 month');
    exception when check_violation then
      raise notice 'events of % stay in the default partition', to_char(month, 'YYYY-MM');
    end;
    month := month + interval '1 month';
  end loop;
end $$;

-- The aggregates of a source that its history was read for. One more is followed: it is read again, for that one's sake.
alter table history_read add aggregates text[] not null default '{}';
