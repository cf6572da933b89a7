#include "core/table/table_file.hpp"

#include <string>

#include "core/errors.hpp"
#include "core/table/header.hpp"

namespace cellar {

namespace {

constexpr std::size_t kBuffer = std::size_t{1} << 20;

}  // namespace

TableFile::TableFile(const std::filesystem::path& file) : file_(file) { write(std::vector<std::byte>(kHeaderBytes)); }

void TableFile::write(std::span<const std::byte> bytes) {
  if (buffer_.size() + bytes.size() > kBuffer) flush();
  if (bytes.size() > kBuffer) {
    file_.write(bytes);
  } else {
    buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
  }
  end_ += bytes.size();
}

void TableFile::flush() {
  file_.write(buffer_);
  buffer_.clear();
}

void TableFile::append_curves(std::span<const double> rows) {
  require(end_ == kHeaderBytes + curves_ * sizeof(double), "the curves of a table stand before its columns");
  const auto bytes = std::as_bytes(rows);
  write(bytes);
  curves_checksum_.add(bytes);
  curves_ += rows.size();
}

void TableFile::write_column(ColumnInfo& column, std::span<const std::byte> bytes) {
  write(std::vector<std::byte>(aligned(end_) - end_));
  column.offset = end_;
  column.bytes = bytes.size();
  column.checksum = xxh3(bytes);
  write(bytes);
}

void TableFile::finish(Directory directory) {
  if (curves_ > 0) {
    directory.curves.emplace();
    directory.curves->name = "curves";
    directory.curves->offset = kHeaderBytes;
    directory.curves->bytes = curves_ * sizeof(double);
    directory.curves->checksum = curves_checksum_.value();
  }
  const std::uint64_t directory_offset = end_;
  const std::string text = format_directory(directory);
  write(std::as_bytes(std::span(text)));
  flush();
  const std::string header = encode_header(text, directory_offset);
  file_.write_over_beginning(std::as_bytes(std::span(header)));
  file_.commit();
}

}  // namespace cellar
