#include "core/formats/pickle/machine.hpp"
#include "core/formats/torch/container.hpp"
#include "core/formats/torch/tensor.hpp"
#include "tests/fuzz/target.hpp"
#include "tests/fuzz/walk.hpp"

// A torch file, legacy, zip or a bare pickle: its object, its list of storages, its tensors.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace cellar;
  fuzz::reads([&] {
    const auto container = open_torch_container(fuzz::bytes_of(data, size), "input");
    const auto main = container->main_pickle();
    PickleMachine machine(main.bytes, main.source, std::size_t{1} << 26);
    const PickleValue root = machine.read(main.offset);
    container->attach(root, machine.end());
    int dicts = 0;
    int tensors = 0;
    fuzz::walk(root, [&](const PickleValue& value) {
      if (value.is(PickleValue::Kind::dict) && ++dicts < 10) {
        fuzz::reads([&] { read_tensor_dict(value, *container); });
      } else if (value.is(PickleValue::Kind::object) && ++tensors < 100) {
        fuzz::reads([&] { static_cast<void>(read_tensor(value, *container).values()); });
      }
    });
  });
  return 0;
}
