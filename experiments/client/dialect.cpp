#include "experiments/client/dialect.hpp"

#include "core/suggest.hpp"

namespace cellar {

namespace {

bool of_size_space(const Records& records) { return records.table().space() == "nats-size"; }

}  // namespace

Dialect dialect_of(const Records& records) {
  if (records.source().kind == RecordSource::Kind::nas_bench_201) return Dialect::nas_bench_201;
  return of_size_space(records) ? Dialect::nats_size : Dialect::nats_topology;
}

Dialect parse_dialect(const std::string& name, const Records& records) {
  if (name == "nats-bench") return of_size_space(records) ? Dialect::nats_size : Dialect::nats_topology;
  if (name != "nas-bench-201") throw Error(unknown_name("client", name, {"nas-bench-201", "nats-bench"}));
  if (of_size_space(records)) throw Error("the client nas-bench-201 knows no size space: --as nats-bench does");
  return Dialect::nas_bench_201;
}

}  // namespace cellar
