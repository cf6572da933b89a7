#include "core/formats/search_checkpoint/saved_kind.hpp"

#include "core/formats/torch/tensor.hpp"

namespace cellar {

namespace {

using Kind = PickleValue::Kind;

constexpr std::size_t kMostKeys = 1000;  // of dicts whose keys are looked for

bool has(const PickleValue& value, std::string_view key) {
  return value.is(Kind::dict) && value.size() <= kMostKeys && value.find(key) != nullptr;
}

SavedKind kind_of_dict(const PickleValue& dict) {
  if (has(dict, "last_checkpoint")) return SavedKind::last_info;
  if (has(dict, "genotypes") && has(dict, "epoch")) return SavedKind::search_checkpoint;
  if (has(dict, "meta_archs")) return SavedKind::benchmark;
  if (dict.size() == 0) return SavedKind::other;
  const PickleValue& first = dict.value(0);
  if (has(first, "all_archs")) return SavedKind::multi_trial_results;
  if (has(first, "all_results")) return SavedKind::cell_archive;
  return is_tensor(first) ? SavedKind::tensors : SavedKind::other;
}

}  // namespace

SavedKind saved_kind(const PickleValue& root) {
  if (root.is(Kind::dict)) return kind_of_dict(root);
  const bool indices = root.is(Kind::list) && root.size() > 0 && root.items()[0].is(Kind::integer);
  return indices ? SavedKind::final_cells : SavedKind::other;
}

std::string_view describe(SavedKind kind) {
  switch (kind) {
    case SavedKind::search_checkpoint:
      return "is a checkpoint of a search with shared weights";
    case SavedKind::last_info:
      return "says which checkpoint is the last one, and holds none";
    case SavedKind::multi_trial_results:
      return "holds the incumbents of multi-trial searches (results.pth of NATS-Bench)";
    case SavedKind::final_cells:
      return "holds the last cells of multi-trial searches (results.pth of NAS-Bench-201)";
    case SavedKind::benchmark:
      return "is a whole benchmark: cellar import reads it";
    case SavedKind::cell_archive:
      return "is the archive of one cell: cellar weights reads it";
    case SavedKind::tensors:
      return "holds the weights of a network, and nothing of a search";
    case SavedKind::other:
      break;
  }
  return "holds nothing of a search";
}

}  // namespace cellar
