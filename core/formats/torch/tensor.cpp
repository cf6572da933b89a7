#include "core/formats/torch/tensor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <unordered_set>

#include "core/errors.hpp"
#include "core/formats/pickle/machine.hpp"
#include "core/formats/torch/legacy_container.hpp"
#include "core/printable.hpp"

namespace cellar {

namespace {

using Kind = PickleValue::Kind;

constexpr std::size_t kMostDimensions = 64;  // torch's own limit
constexpr std::size_t kNestedMemory = std::size_t{1} << 20;
constexpr std::size_t kMostBytes = std::size_t{1} << 30;  // of all tensors together

bool is_call(const PickleValue& value, std::string_view global) {
  return value.is(Kind::object) && value.callable().text() == global;
}

std::span<const PickleValue> arguments(const PickleValue& call, std::size_t least) {
  const PickleValue& arguments = call.arguments();
  if (!arguments.is(Kind::tuple) || arguments.size() < least) {
    throw Error(fmt::format("{} is called with {} arguments", call.callable().text(), arguments.size()));
  }
  return arguments.items();
}

struct Storage {
  const ElementType* type = nullptr;
  std::span<const std::byte> bytes;
  std::uint64_t count() const { return bytes.size() / type->size; }
};

Storage storage_in(const PickleValue& persistent, const TorchContainer& container) {
  const StorageId id = parse_storage_id(persistent);
  return {id.type, container.storage(id)};
}

// A storage that stands in a pickle as a whole legacy file of its own (torch.storage, _load_from_bytes).
Storage storage_in_bytes(std::span<const std::byte> file, const TorchContainer& around) {
  LegacyContainer nested(file, fmt::format("{} (a file in it)", around.source()));
  PickleMachine machine(file, nested.source(), kNestedMemory);
  const PickleValue root = machine.read(nested.main_pickle().offset);
  if (!root.is(Kind::persistent))
    throw Error(fmt::format("{} should stand where a storage does", name_of(root.kind())));
  nested.attach(root, machine.end());
  return storage_in(root, nested);
}

Storage read_storage(const PickleValue& value, const TorchContainer& container) {
  if (value.is(Kind::persistent)) return storage_in(value, container);
  if (is_call(value, "torch.storage _load_from_bytes")) {
    return storage_in_bytes(arguments(value, 1)[0].bytes(), container);
  }
  throw Error(fmt::format("{} should stand where a storage does", name_of(value.kind())));
}

std::vector<std::int64_t> extents(const PickleValue& value) {
  const PickleValue& list = is_call(value, "torch Size") ? arguments(value, 1)[0] : value;
  if (list.size() > kMostDimensions) throw Error(fmt::format("a tensor has {} dimensions", list.size()));
  std::vector<std::int64_t> extents;
  for (const PickleValue& item : list.items()) {
    extents.push_back(item.integer());
    if (extents.back() < 0) throw Error(fmt::format("a tensor has the size or stride {}", extents.back()));
  }
  return extents;
}

// Where the elements of a tensor lie in its storage.
struct Layout {
  std::vector<std::int64_t> shape, strides;
  std::uint64_t offset = 0;
  std::uint64_t count = 1;
};

// The product, or more than `most`, where it is more.
std::uint64_t bounded_product(std::uint64_t a, std::uint64_t b, std::uint64_t most) {
  if (a == 0 || b == 0) return 0;
  return a > most / b ? most + 1 : a * b;
}

void check(Layout& layout, std::uint64_t stored) {
  if (layout.shape.size() != layout.strides.size()) throw Error("a tensor has not as many strides as dimensions");
  std::uint64_t last = layout.offset;
  const bool empty = std::find(layout.shape.begin(), layout.shape.end(), 0) != layout.shape.end();
  if (empty) layout.count = 0;
  for (std::size_t i = 0; i < layout.shape.size() && !empty; ++i) {
    const auto size = static_cast<std::uint64_t>(layout.shape[i]);
    layout.count = bounded_product(layout.count, size, stored);
    last = std::min(last, stored) + bounded_product(size - 1, static_cast<std::uint64_t>(layout.strides[i]), stored);
  }
  if (layout.count > stored || (!empty && last >= stored)) {
    throw Error(fmt::format("a tensor of shape ({}) reaches beyond its storage of {} elements",
                            fmt::join(layout.shape, ", "), stored));
  }
}

bool is_contiguous(const Layout& layout) {
  std::int64_t expected = 1;
  for (std::size_t i = layout.shape.size(); i-- > 0;) {
    if (layout.shape[i] != 1 && layout.strides[i] != expected) return false;
    expected *= layout.shape[i];
  }
  return true;
}

std::vector<std::byte> gather(const Layout& layout, const Storage& storage) {
  const std::size_t size = storage.type->size;
  if (layout.count == 0) return {};
  const std::byte* first = storage.bytes.data() + layout.offset * size;
  if (is_contiguous(layout)) return {first, first + layout.count * size};
  std::vector<std::byte> data(layout.count * size);
  std::vector<std::int64_t> place(layout.shape.size(), 0);
  std::uint64_t from = 0;  // may wrap around, and back, where a dimension of 1 has a stride of any size
  for (std::size_t i = 0; i < layout.count; ++i) {
    std::memcpy(data.data() + i * size, first + from * size, size);
    for (std::size_t d = place.size(); d-- > 0;) {
      const auto stride = static_cast<std::uint64_t>(layout.strides[d]);
      from += stride;
      if (++place[d] < layout.shape[d]) break;
      from -= stride * static_cast<std::uint64_t>(layout.shape[d]);
      place[d] = 0;
    }
  }
  return data;
}

// Storage, offset, shape, strides, …
std::span<const PickleValue> tensor_parts(const PickleValue& value) {
  const PickleValue* call = &value;
  while (is_call(*call, "torch._utils _rebuild_parameter")) call = arguments(*call, 1).data();
  if (!is_call(*call, "torch._utils _rebuild_tensor_v2") && !is_call(*call, "torch._utils _rebuild_tensor")) {
    throw Error(fmt::format("{} should stand where a tensor does", name_of(call->kind())));
  }
  return arguments(*call, 4);
}

}  // namespace

std::vector<double> Tensor::values() const {
  const ElementType* type = find_dtype(dtype);
  require(type != nullptr, "a tensor has a known dtype");
  std::vector<double> values;
  values.reserve(data.size() / type->size);
  for (std::size_t at = 0; at + type->size <= data.size(); at += type->size) {
    values.push_back(type->value(data.data() + at));
  }
  return values;
}

bool is_tensor(const PickleValue& value) {
  return is_call(value, "torch._utils _rebuild_tensor_v2") || is_call(value, "torch._utils _rebuild_tensor") ||
         is_call(value, "torch._utils _rebuild_parameter");
}

TensorType tensor_type(const PickleValue& value, const TorchContainer& container) {
  const auto parts = tensor_parts(value);
  if (!parts[0].is(Kind::persistent)) {
    return {std::string(read_storage(parts[0], container).type->dtype), extents(parts[2]), ""};
  }
  const StorageId id = parse_storage_id(parts[0]);
  return {std::string(id.type->dtype), extents(parts[2]), std::string(id.location)};
}

Tensor read_tensor(const PickleValue& value, const TorchContainer& container) {
  const auto parts = tensor_parts(value);
  const Storage storage = read_storage(parts[0], container);
  Layout layout{extents(parts[2]), extents(parts[3])};
  if (parts[1].integer() < 0) throw Error(fmt::format("a tensor begins at element {}", parts[1].integer()));
  layout.offset = static_cast<std::uint64_t>(parts[1].integer());
  check(layout, storage.count());
  auto data = gather(layout, storage);
  return {"", std::string(storage.type->dtype), std::move(layout.shape), std::move(data)};
}

std::vector<Tensor> read_tensor_dict(const PickleValue& dict, const TorchContainer& container) {
  if (!dict.is(Kind::dict))
    throw Error(fmt::format("{} should stand where a dict of tensors does", name_of(dict.kind())));
  std::vector<Tensor> tensors;
  std::unordered_set<std::string_view> names;
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < dict.size(); ++i) {
    const std::string_view name = dict.key(i).text();
    if (!names.insert(name).second) throw Error(fmt::format("tensor '{}' is there twice", printable(name)));
    try {
      tensors.push_back(read_tensor(dict.value(i), container));
    } catch (const Error& error) {
      if (std::string_view(error.what()).starts_with(container.source())) throw;
      throw Error(fmt::format("tensor '{}': {}", printable(name), error.what()));
    }
    tensors.back().name = name;
    bytes += sizeof(Tensor) + tensors.back().data.size();
    if (bytes > kMostBytes) throw Error("the tensors of one dict have more than 1 GiB");
  }
  return tensors;
}

}  // namespace cellar
