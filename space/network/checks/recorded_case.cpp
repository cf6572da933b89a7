#include "space/network/checks/recorded_case.hpp"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <string_view>
#include <utility>

#include "core/errors.hpp"

namespace cellar::network {

namespace {

struct Array {
  const char* file;
  std::string_view descr;  // numpy's name of the type
  at::ScalarType type;
};

constexpr Array kArrays[] = {
    {"f4.npy", "<f4", at::kFloat}, {"f8.npy", "<f8", at::kDouble}, {"i8.npy", "<i8", at::kLong}};

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
  if (bytes.substr(kStart, header).find(array.descr) == bytes.npos) {
    throw Error(fmt::format("{} holds no values of type {}", file.string(), array.descr));
  }
  const at::Tensor values = at::empty({static_cast<std::int64_t>((bytes.size() - begin) / item)}, array.type);
  std::memcpy(values.data_ptr(), bytes.data() + begin, bytes.size() - begin);
  return values;
}

}  // namespace

RecordedCase::RecordedCase(const std::filesystem::path& folder) : folder_(folder) {
  index_ = nlohmann::json::parse(read(folder / "index.json"), nullptr, false);
  if (!index_.is_object() || !index_.contains("tensors")) {
    throw Error(fmt::format("{} is no index of tensors", (folder / "index.json").string()));
  }
  for (const Array& array : kArrays) {
    if (std::filesystem::exists(folder / array.file)) arrays_[array.file] = read_array(folder / array.file, array);
  }
}

bool RecordedCase::has(const std::string& name) const { return index_["tensors"].contains(name); }

at::Tensor RecordedCase::tensor(const std::string& name) const {
  if (!has(name)) throw Error(fmt::format("{} has no tensor '{}'", folder_.string(), name));
  const auto& entry = index_["tensors"][name];
  const auto shape = entry.at("shape").get<std::vector<std::int64_t>>();
  const auto offset = entry.at("offset").get<std::int64_t>();
  std::int64_t count = 1;
  for (const std::int64_t size : shape) count *= size;
  const auto array = arrays_.find(entry.at("file").get<std::string>());
  if (array == arrays_.end() || offset < 0 || count < 0 || offset > array->second.numel() - count) {
    throw Error(fmt::format("{}: the tensor '{}' lies outside of its file", folder_.string(), name));
  }
  return array->second.slice(0, offset, offset + count).reshape(shape).clone();
}

std::vector<std::string> RecordedCase::names(const std::string& prefix) const {
  std::vector<std::pair<std::pair<std::string, std::int64_t>, std::string>> found;
  for (const auto& [name, entry] : index_["tensors"].items()) {
    if (!name.starts_with(prefix)) continue;
    found.push_back({{entry.at("file"), entry.at("offset")}, name.substr(prefix.size())});
  }
  std::sort(found.begin(), found.end());
  std::vector<std::string> names;
  for (auto& entry : found) names.push_back(std::move(entry.second));
  return names;
}

}  // namespace cellar::network
