#pragma once

#include <memory>
#include <string>

#include "core/formats/search_checkpoint/search_checkpoint.hpp"
#include "core/table/table.hpp"
#include "experiments/checkpoint/subcommands.hpp"
#include "space/nb201.hpp"
#include "tests/folder.hpp"

namespace cellar::test {

// The built-in table.
inline Judge nb201_judge() {
  return {open_table(std::filesystem::path(CELLAR_TABLES_DIR) / "nb201.table"), std::make_shared<const Nb201>()};
}

inline const std::string kAllSkip =
    "|skip_connect~0|+|skip_connect~0|skip_connect~1|+|skip_connect~0|skip_connect~1|skip_connect~2|";
inline const std::string kAllConv =
    "|nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_3x3~1|+|nor_conv_3x3~0|nor_conv_3x3~1|nor_conv_3x3~2|";

// A checkpoint of a search on CIFAR-10 whose epochs ended with these cells; the tensor lies in `alphas`.
inline SavedValue checkpoint_of(const std::vector<std::string>& cells, const std::vector<float>& alphas, int seed = 777,
                                const std::string& algorithm = "darts-v1") {
  SavedValue args = SavedValue::dict();
  args.add("algo", algorithm);
  args.add("dataset", "cifar10");
  args.add("rand_seed", seed);
  SavedValue model = SavedValue::dict();
  model.add("arch_parameters", SavedTensor{"float32", {6, 5}, std::as_bytes(std::span(alphas))});
  SavedValue genotypes = SavedValue::dict(), accuracies = SavedValue::dict();
  genotypes.add(-1, kAllConv);
  accuracies.add("best", -1);
  for (std::size_t epoch = 0; epoch < cells.size(); ++epoch) {
    genotypes.add(static_cast<std::int64_t>(epoch), cells[epoch]);
    accuracies.add(static_cast<std::int64_t>(epoch), 50.0 + static_cast<double>(epoch));
  }
  SavedValue root = SavedValue::dict();
  root.add("epoch", static_cast<int>(cells.size()));
  root.add("args", args);
  root.add("search_model", model);
  root.add("genotypes", genotypes);
  root.add("valid_accuracies", accuracies);
  return root;
}

inline const std::vector<float> kFlatAlphas(30, 0.0F);

inline SearchCheckpoint read_back(const SavedValue& checkpoint, const TemporaryFolder& folder) {
  write_saved(checkpoint, folder / "a.pth");
  return read_search_checkpoint(folder / "a.pth");
}

}  // namespace cellar::test
