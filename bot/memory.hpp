#pragma once
// What only the start needed is given back: the process is as small as what it does.

namespace bot {

/// Gives free heap pages back, and unmaps code that was read to start (of ours and of the libraries: loading, checking
/// the configuration, preparing TLS). What is needed again comes back from the page cache, page by page. Cheap (well
/// under a millisecond), safe at any time, needed at no time; does nothing where /proc is not there.
void give_back_start_memory();

}  // namespace bot
