#include "storage/migrations/0003_status_pages.hpp"

namespace storage {

const std::string_view migration_0003_status_pages = R"sql(
-- Caches of the streams "maintenance" and "page", a row each because they are small and always read whole.
create table documents (
  name text primary key,
  version integer not null,
  state text not null
) strict;
-- A person's word on a component may have an end.
alter table claims add column until integer;
alter table claims add column because text not null default '';
)sql";

}  // namespace storage
