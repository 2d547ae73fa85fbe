#include "storage/migrations/0002_oncall.hpp"

namespace storage {

const std::string_view migration_0002_oncall = R"sql(
-- What is known of on-call beside the configuration: a cache of the stream "oncall", in one row because it is small
-- and always read whole.
create table oncall (
  id integer primary key check (id = 1),
  version integer not null,
  state text not null
) strict;
)sql";

}  // namespace storage
