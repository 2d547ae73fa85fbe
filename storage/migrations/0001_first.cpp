#include "storage/migrations/0001_first.hpp"

namespace storage {

// Times are milliseconds since 1970 UTC. Words and JSON are those of storage/codec/. Checks name their words with `or`:
// for `in` with more than two SQLite builds a temporary table at every insert, a fifth of the cost of a commit.
const std::string_view migration_0001_first = R"sql(
-- One row: where the history ends (written in every transaction), whether the last run ended in order, how far old
-- bodies have been removed.
create table journal (
  id integer primary key check (id = 1),
  position integer not null,
  hash blob not null check (length(hash) = 32),
  clean integer not null check (clean in (0, 1)),
  inputs_pruned integer not null default 0,
  effects_pruned integer not null default 0
) strict;
insert into journal (id, position, hash, clean) values (1, 0, zeroblob(32), 1);

-- What came in, as it came. The body is whatever bytes were sent; it is removed after 14 days. The id is for people and
-- logs: what makes an input unique is its keys, and an index that nobody asks would cost every commit a page.
create table inputs (
  seq integer primary key,
  id text not null,
  kind text not null,
  at integer not null,
  body blob,
  reply text not null
) strict;

-- The identities of inputs: a second input with one of them is a redelivery. Removed after 7 days.
create table input_keys (
  key text primary key,
  input integer not null,
  at integer not null
) strict, without rowid;

-- The truth: append-only, chained by hashes.
create table history (
  position integer primary key,
  stream text not null,
  number integer not null check (number > 0),
  at integer not null,
  actor_id text not null,
  actor_name text not null,
  input text not null,
  type text not null,
  data text not null,
  previous blob not null check (length(previous) = 32),
  hash blob not null check (length(hash) = 32)
) strict;
create unique index history_stream on history (stream, number);
create index history_at on history (at);

-- Caches of what the history says; `verify` compares them with it.
create table incidents (
  id integer primary key,
  version integer not null,
  title text not null,
  severity text not null,
  status text not null check (status = 'investigating' or status = 'identified' or status = 'monitoring'
                              or status = 'resolved' or status = 'cancelled'),
  kind text not null check (kind in ('real', 'drill')),
  visibility text not null check (visibility in ('internal', 'public')),
  declared integer not null,
  resolved integer,
  open integer not null check (open = (status not in ('resolved', 'cancelled'))),
  state text not null
) strict;
create index incidents_open on incidents (id) where open = 1;
-- Narrow beside the table's wide rows: what a late page of the list passes over.
create index incidents_ids on incidents (id);

create table claims (
  component text not null,
  holder text not null,
  status text not null check (status = 'operational' or status = 'under_maintenance' or status = 'degraded_performance'
                              or status = 'partial_outage' or status = 'major_outage'),
  badness integer not null check (badness between 0 and 4),
  is_public integer not null check (is_public in (0, 1)),
  since integer not null,
  by_id text not null,
  by_name text not null,
  message text not null,
  primary key (component, holder)
) strict, without rowid;

-- What each claimed component comes to: 0 is operational, 4 a major outage. Unclaimed components are operational.
create view components as
  select component,
         max(badness) as badness,
         max(case when is_public = 1 then badness else 0 end) as public_badness,
         count(*) as claims,
         min(since) as since
  from claims group by component;

create table timers (
  name text primary key,
  due integer not null,
  body text not null
) strict, without rowid;

-- One call to the outside world each. A waiting effect has a body and no end; any other has ended, once, for a reason
-- that is kept; bodies go 30 days after that.
create table effects (
  seq integer primary key,
  key text not null unique,
  lane text not null,
  priority integer not null check (priority between 0 and 4),
  merge_group text not null,
  created integer not null,
  expires integer,
  input text not null,
  state text not null default 'waiting' check (state = 'waiting' or state = 'delivered' or state = 'refused'
                                               or state = 'superseded' or state = 'expired'),
  ended integer,
  why text,
  body text,
  check ((state = 'waiting') = (ended is null)),
  check (state <> 'waiting' or (body is not null and why is null)),
  check (state <> 'delivered' or why is null),
  check (state = 'waiting' or state = 'delivered' or why is not null)
) strict;
create index effects_waiting on effects (seq) where state = 'waiting';

-- What the outside world answered, for ever.
create table receipts (
  effect text primary key,
  id text not null,
  link text not null,
  detail text not null,
  at integer not null
) strict, without rowid;
)sql";

}  // namespace storage
