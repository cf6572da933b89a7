#include "experiments/networks/proxy_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cmath>
#include <fstream>
#include <span>
#include <string_view>
#include <system_error>
#include <utility>

#include "core/errors.hpp"
#include "core/formats/csv.hpp"
#include "core/numbers.hpp"
#include "core/write_all.hpp"
#include "experiments/networks/head_difference.hpp"

namespace cellar {

namespace {

std::string head(const ProxyPlan& plan) {
  return fmt::format("# proxies of the cells of nb201: {}\nindex,architecture,{}\n", plan.spelling(),
                     fmt::join(plan.names(), ","));
}

// Also "nan", "inf" and "-inf".
bool read_number(std::string_view text, double& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

std::string file_text(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace

ProxyFile::ProxyFile(std::filesystem::path path, const ProxyPlan& plan)
    : path_(std::move(path)), proxies_(plan.proxies.size()), head_(head(plan)) {
  file_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  if (file_ < 0) refuse(fmt::format("cannot be written: {}", std::generic_category().message(errno)));
  try {
    if (::flock(file_, LOCK_EX | LOCK_NB) != 0) refuse("another process is at work on it");
    read(file_text(path_));
  } catch (...) {
    ::close(file_);
    throw;
  }
}

ProxyFile::~ProxyFile() { ::close(file_); }

void ProxyFile::read(const std::string& text) {
  const std::size_t whole = text.rfind('\n') + 1;  // 0: no line
  const bool is_begun = text.size() >= head_.size();
  if (!is_begun && !head_.starts_with(text)) refuse("was made with other settings, or is no file of proxies");
  if (is_begun && !text.starts_with(head_)) {
    refuse(fmt::format("was made with other settings ({}); another --out is needed", head_difference(text, head_)));
  }
  CsvReader reader(std::string_view(text).substr(0, is_begun ? whole : 0), path_.native());
  std::vector<std::string_view> fields;
  if (is_begun) reader.next(fields);  // the names of the columns
  while (reader.next(fields)) {
    std::vector<double> values(proxies_);
    bool good = fields.size() == proxies_ + 2 && parse_number<std::size_t>(fields[0]) == rows_.size();
    for (std::size_t i = 0; good && i < proxies_; ++i) good = read_number(fields[i + 2], values[i]);
    if (!good) refuse(fmt::format("line {} is damaged", reader.line()));
    rows_.push_back(std::move(values));
  }
  if (::ftruncate(file_, static_cast<off_t>(is_begun ? whole : 0)) != 0) {
    refuse(fmt::format("cannot be written: {}", std::generic_category().message(errno)));
  }
  if (!is_begun) write(head_);
}

void ProxyFile::add(const std::string& architecture, std::vector<double> values) {
  std::string line = fmt::format("{},{}", rows_.size(), architecture);
  for (const double value : values) {
    line += ',';
    std::isnan(value) ? void(line += "nan") : append_number(line, value);
  }
  write(line + '\n');
  rows_.push_back(std::move(values));
}

void ProxyFile::write(const std::string& text) {
  if (const int reason = write_all(file_, std::as_bytes(std::span(text)))) {
    refuse(fmt::format("cannot be written: {}", std::generic_category().message(reason)));
  }
}

void ProxyFile::refuse(const std::string& reason) const { throw Error(fmt::format("{}: {}", path_.string(), reason)); }

}  // namespace cellar
