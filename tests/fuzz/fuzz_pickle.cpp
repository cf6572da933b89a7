#include "core/formats/pickle/machine.hpp"
#include "core/formats/pickle/split_pickle.hpp"
#include "tests/fuzz/target.hpp"
#include "tests/fuzz/walk.hpp"

// A pickle, read as a whole and entry by entry.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace cellar;
  const auto bytes = fuzz::bytes_of(data, size);
  fuzz::reads([&] {
    PickleMachine machine(bytes, "input", std::size_t{1} << 26);
    fuzz::touch(machine.read());
    fuzz::touch(machine.read(machine.end()));  // some files hold several
  });
  fuzz::reads([&] {
    const auto split = SplitPickle::open(bytes, 0, "arch2infos", "input");
    if (!split) return;
    fuzz::touch(split->rest());
    SplitPickle::Reader reader(*split);
    for (std::size_t i = split->entries(); i-- > 0;) {
      const auto [key, value] = reader.read(i);
      fuzz::touch(key);
      fuzz::touch(value);
    }
  });
  return 0;
}
