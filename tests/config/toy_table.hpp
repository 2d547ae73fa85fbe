#pragma once
// A table that uses everything a row can say, for the tests and the fuzzer: a tea house.
#include "config/field.hpp"

config::Table toy_table();

/// The least that it takes.
inline constexpr const char* toy_least = "house: {name: Camellia}\n";
