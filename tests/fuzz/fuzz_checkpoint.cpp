#include <memory>

#include "core/formats/search_checkpoint/last_info.hpp"
#include "core/formats/search_checkpoint/multi_trial_results.hpp"
#include "core/formats/search_checkpoint/saved_kind.hpp"
#include "core/formats/search_checkpoint/search_checkpoint.hpp"
#include "tests/fuzz/target.hpp"

// A checkpoint of a search, a last-info file or a results.pth, in any container; of a checkpoint, the first tensors.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace cellar;
  fuzz::reads([&] {
    const auto file = std::make_shared<const SavedFile>(fuzz::bytes_of(data, size), "input");
    static_cast<void>(describe(saved_kind(file->root())));
    fuzz::reads([&] { read_last_info(*file); });
    fuzz::reads([&] { read_multi_trial_results(*file); });
    fuzz::reads([&] { read_final_cells(*file); });
    fuzz::reads([&] {
      const SearchCheckpoint checkpoint = read_search_checkpoint(file);
      for (const auto& [name, value] : checkpoint.args) static_cast<void>(spelled(value).size());
      static_cast<void>(checkpoint.last_genotype());
      std::size_t tensors = 0;
      for (const StoredTensor& tensor : checkpoint.weights) {
        if (++tensors < 10) fuzz::reads([&] { static_cast<void>(file->tensor(tensor.place).values()); });
      }
    });
  });
  return 0;
}
