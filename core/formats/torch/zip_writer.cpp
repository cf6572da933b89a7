#include "core/formats/torch/zip_writer.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <type_traits>
#include <utility>

#include "core/errors.hpp"
#include "core/formats/torch/zip_layout.hpp"

namespace cellar {

namespace {

constexpr std::uint64_t kAlignment = 64;
constexpr std::uint64_t kMostFiles = 0xfffe;
constexpr std::uint16_t kVersion = 20;      // of the format: 2.0
constexpr std::uint16_t kUtf8 = 0x0800;     // flag: what names are
constexpr std::uint16_t kFirstDay = 0x21;   // 1 January 1980: archives of the same weights are the same
constexpr std::uint16_t kPadding = 0x4246;  // "FB", the tag of torch's own filling
constexpr std::uint64_t kPaddingHead = 4;

class Record {
 public:
  template <class Number>
  Record& add(Number number) {
    static_assert(std::is_unsigned_v<Number>);
    for (std::size_t i = 0; i < sizeof(Number); ++i) bytes_.push_back(static_cast<std::byte>(number >> 8 * i));
    return *this;
  }
  Record& add(std::string_view text) {
    for (const char c : text) bytes_.push_back(static_cast<std::byte>(c));
    return *this;
  }
  Record& fill(std::uint64_t size) {
    bytes_.insert(bytes_.end(), size, std::byte{0});
    return *this;
  }
  const std::vector<std::byte>& bytes() const { return bytes_; }

 private:
  std::vector<std::byte> bytes_;
};

// The fields that a file's header and its entry in the directory share.
struct Common {
  std::uint32_t checksum, size;
  std::uint16_t name_size;
};

void add_common(Record& record, const Common& common, std::uint16_t extra_size) {
  const std::uint16_t stored = 0;
  const std::uint16_t midnight = 0;
  record.add(kVersion).add(kUtf8).add(stored).add(midnight).add(kFirstDay);
  record.add(common.checksum).add(common.size).add(common.size).add(common.name_size).add(extra_size);
}

}  // namespace

ZipWriter::ZipWriter(ReplacingFile& file, std::string source) : file_(file), source_(std::move(source)) {}

void ZipWriter::write(std::span<const std::byte> bytes) {
  file_.write(bytes);
  at_ += bytes.size();
}

void ZipWriter::add(std::string_view name, std::span<const std::byte> bytes) {
  require(!name.empty() && name.size() < 256, "a file in a zip archive has a short name");
  const std::uint64_t head = at_ + zip::kHeaderSize + name.size() + kPaddingHead;
  const std::uint64_t padding = (kAlignment - head % kAlignment) % kAlignment;
  if (count_ >= kMostFiles || head + padding + bytes.size() >= zip::kIsWide) {
    throw Error(fmt::format("cannot write {}: it would have more than 4 GiB or {} files", source_, kMostFiles));
  }
  const auto checksum = crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size());
  const Common common{static_cast<std::uint32_t>(checksum), static_cast<std::uint32_t>(bytes.size()),
                      static_cast<std::uint16_t>(name.size())};
  Record entry;
  entry.add(zip::kEntrySignature).add(kVersion);
  add_common(entry, common, 0);
  entry.fill(10);  // no comment, the first volume, no attributes
  entry.add(static_cast<std::uint32_t>(at_)).add(name);
  directory_.insert(directory_.end(), entry.bytes().begin(), entry.bytes().end());
  Record header;
  header.add(zip::kHeaderSignature);
  add_common(header, common, static_cast<std::uint16_t>(kPaddingHead + padding));
  header.add(name).add(kPadding).add(static_cast<std::uint16_t>(padding)).fill(padding);
  ++count_;
  write(header.bytes());
  write(bytes);
}

void ZipWriter::finish() {
  if (directory_.size() >= zip::kIsWide - at_)
    throw Error(fmt::format("cannot write {}: it would have more than 4 GiB", source_));
  const auto begin = static_cast<std::uint32_t>(at_);
  write(directory_);
  Record end;
  end.add(zip::kEndSignature).fill(4);  // one volume
  end.add(static_cast<std::uint16_t>(count_)).add(static_cast<std::uint16_t>(count_));
  end.add(static_cast<std::uint32_t>(directory_.size())).add(begin).fill(2);  // no comment
  write(end.bytes());
}

}  // namespace cellar
