#include "space/network/checks/recorded_case.hpp"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <string_view>
#include <utility>

#include "core/errors.hpp"
#include "core/random.hpp"

namespace cellar::network {

namespace {

struct Array {
  const char* file;
  std::string_view descr;  // numpy's name of the type
  at::ScalarType type;
};

constexpr Array kArrays[] = {
    {"f4.npy", "<f4", at::kFloat}, {"f8.npy", "<f8", at::kDouble}, {"i8.npy", "<i8", at::kLong}};

const Array* array_of(const std::string& file) {
  for (const Array& array : kArrays) {
    if (file == array.file) return &array;
  }
  return nullptr;
}

std::string read(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw Error(fmt::format("cannot read {}", file.string()));
  return {std::istreambuf_iterator<char>(stream), {}};
}

// A flat .npy of version 1.0: magic, version, length of the header, header, values.
at::Tensor read_array(const std::filesystem::path& file, const Array& array) {
  constexpr std::string_view kMagic("\x93NUMPY\x01\x00", 8);
  constexpr std::size_t kStart = 10;
  const std::string bytes = read(file);
  std::uint16_t header = 0;
  if (bytes.size() < kStart || !bytes.starts_with(kMagic))
    throw Error(fmt::format("{} is no .npy file", file.string()));
  std::memcpy(&header, bytes.data() + kMagic.size(), sizeof header);
  const std::size_t begin = kStart + header;
  const auto item = static_cast<std::size_t>(at::elementSize(array.type));
  if (begin > bytes.size() || (bytes.size() - begin) % item != 0)
    throw Error(fmt::format("{} is cut off", file.string()));
  const std::string_view described = std::string_view(bytes).substr(kStart, header);
  if (described.find(array.descr) == described.npos) {
    throw Error(fmt::format("{} holds no values of type {}", file.string(), array.descr));
  }
  const std::size_t count = (bytes.size() - begin) / item;
  if (described.find(fmt::format("({},)", count)) == described.npos) {
    throw Error(fmt::format("{} is cut off: it has {} values, its header says otherwise", file.string(), count));
  }
  const at::Tensor values = at::empty({static_cast<std::int64_t>(count)}, array.type);
  std::memcpy(values.data_ptr(), bytes.data() + begin, bytes.size() - begin);
  return values;
}

// -1: more than there can be.
std::int64_t elements(const std::vector<std::int64_t>& shape, std::int64_t most) {
  std::int64_t count = 1;
  for (const std::int64_t size : shape) {
    if (size < 0 || (size > 0 && count > most / size)) return -1;
    count *= size;
  }
  return count;
}

}  // namespace

RecordedCase::RecordedCase(const std::filesystem::path& folder, at::Device device)
    : index_(folder / "index.json"), device_(device) {
  for (const Array& array : kArrays) {
    if (std::filesystem::exists(folder / array.file)) arrays_[array.file] = read_array(folder / array.file, array);
  }
  const RecordedValue tensors = index().at("tensors");
  for (const auto& [name, entry] : tensors.members()) places_[name] = place_of(name, entry);
  tensors.settle();
}

RecordedCase::Place RecordedCase::place_of(const std::string& name, const RecordedValue& entry) const {
  Place place{entry.at("file").text(), entry.at("offset").integer(), entry.at("shape").integers()};
  const Array* const array = array_of(place.file);
  const std::string type = entry.has("dtype") ? entry.at("dtype").text() : "";
  if (array == nullptr) {
    throw Error(
        fmt::format("the tensor '{}' is said to lie in '{}'; f4.npy, f8.npy and i8.npy are known", name, place.file));
  }
  if (!type.empty() && type != array->descr) {
    throw Error(fmt::format("the tensor '{}' is said to be of type {} and lies in {}", name, type, place.file));
  }
  const auto found = arrays_.find(place.file);
  if (found == arrays_.end()) throw Error(fmt::format("{} is missing; the tensor '{}' lies in it", place.file, name));
  const std::int64_t size = found->second.numel();
  const std::int64_t count = elements(place.shape, size);
  if (count < 0 || place.offset < 0 || place.offset > size - count) {
    throw Error(fmt::format("the tensor '{}' lies outside of its file, {} of {} values", name, place.file, size));
  }
  return place;
}

at::Tensor RecordedCase::tensor(const std::string& name) const {
  const auto found = places_.find(name);
  if (found == places_.end()) throw Error(fmt::format("it has no tensor '{}'", name));
  read_.insert(name);
  const Place& place = found->second;
  const std::int64_t end = place.offset + elements(place.shape, arrays_.at(place.file).numel());
  return arrays_.at(place.file).slice(0, place.offset, end).reshape(place.shape).clone();
}

at::Tensor RecordedCase::tensor(const std::string& name, const TensorKind& kind) const {
  const at::Tensor tensor = this->tensor(name);
  if (tensor.scalar_type() == kind.type) return tensor.to(kind.device);
  throw Error(fmt::format("the tensor '{}' holds {}, {} is needed", name, at::toString(tensor.scalar_type()),
                          at::toString(kind.type)));
}

at::Tensor RecordedCase::converted(const std::string& name, const TensorKind& kind) const {
  const at::Tensor tensor = this->tensor(name);
  if (!tensor.is_floating_point()) throw Error(fmt::format("the tensor '{}' holds whole numbers", name));
  return tensor.to(kind.type).to(kind.device);
}

at::Tensor RecordedCase::images(const std::string& name, int step, const TensorKind& kind) const {
  const at::Tensor images = converted(name, {kind.type}).contiguous();
  const auto seed = seeds_.find(step);
  if (seed == seeds_.end() || kind.type != at::kFloat) return images.to(kind.device);
  Rng rng(derive_seed(seed->second, static_cast<std::uint64_t>(places_.at(name).offset)));
  float* const values = images.data_ptr<float>();
  constexpr float kBelow = 1 - 0x1p-24F, kAbove = 1 + 0x1p-23F;
  for (std::int64_t i = 0; i < images.numel(); ++i) {
    const std::uint32_t way = rng.below(4);
    if (way < 2) values[i] *= way == 0 ? kBelow : kAbove;
  }
  return images.to(kind.device);
}

at::Tensor RecordedCase::integers(const std::string& name, std::int64_t end) const {
  at::Tensor tensor = this->tensor(name, {at::kLong});
  if (tensor.numel() == 0 || (tensor.min().item<std::int64_t>() >= 0 && tensor.max().item<std::int64_t>() < end)) {
    return tensor;
  }
  throw Error(fmt::format("the tensor '{}' holds a number that is not in 0 to {}", name, end - 1));
}

at::Tensor RecordedCase::labels(const std::string& name, std::int64_t classes) const {
  return integers(name, classes).to(device_);
}

std::vector<std::string> RecordedCase::names(const std::string& prefix) const {
  std::vector<std::pair<std::pair<std::string, std::int64_t>, std::string>> found;
  for (auto next = places_.lower_bound(prefix); next != places_.end() && next->first.starts_with(prefix); ++next) {
    found.push_back({{next->second.file, next->second.offset}, next->first.substr(prefix.size())});
  }
  std::sort(found.begin(), found.end());
  std::vector<std::string> names;
  for (auto& entry : found) names.push_back(std::move(entry.second));
  return names;
}

std::vector<std::string> RecordedCase::unread() const {
  std::vector<std::string> names;
  for (const auto& [name, place] : places_) {
    if (!read_.contains(name)) names.push_back(name);
  }
  for (const std::string& place : index_.unread()) names.push_back("index.json: " + place);
  return names;
}

}  // namespace cellar::network
