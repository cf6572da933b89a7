#include "core/formats/search_checkpoint/last_info.hpp"

#include <fmt/format.h>

#include "core/errors.hpp"
#include "core/formats/named_source.hpp"
#include "core/formats/search_checkpoint/saved_kind.hpp"
#include "core/printable.hpp"

namespace cellar {

namespace {

namespace fs = std::filesystem;
using Kind = PickleValue::Kind;

// A text, or pathlib's path of its parts.
std::string path_text(const PickleValue& value) {
  if (value.is(Kind::text)) return std::string(value.text());
  if (!value.is(Kind::object) || !value.callable().text().starts_with("pathlib ")) {
    throw Error(fmt::format("{} should stand where a path does", name_of(value.kind())));
  }
  fs::path path;
  for (const PickleValue& part : value.arguments().items()) path /= std::string(part.text());
  return path.string();
}

}  // namespace

LastInfo read_last_info(const SavedFile& file) {
  return in_file(file.source(), [&] {
    const PickleValue& root = file.root();
    const SavedKind kind = saved_kind(root);
    if (kind != SavedKind::last_info) throw Error(fmt::format("it {}; a last-info file was expected", describe(kind)));
    const PickleValue* args = root.find("args");
    return LastInfo{int_value(root.at("epoch"), "the epoch"), args ? read_settings(*args) : Settings{},
                    path_text(root.at("last_checkpoint"))};
  });
}

fs::path find_checkpoint(const LastInfo& info, const fs::path& last_info_file) {
  const fs::path saved = info.last_checkpoint;
  std::error_code none;
  for (const fs::path& candidate : {last_info_file.parent_path() / saved.filename(), saved}) {
    if (!saved.filename().empty() && fs::is_regular_file(candidate, none)) return candidate;
  }
  return {};
}

fs::path follow_last_info(const SavedFile& file, const fs::path& path) {
  if (saved_kind(file.root()) != SavedKind::last_info) return path;
  const LastInfo info = read_last_info(file);
  const fs::path checkpoint = find_checkpoint(info, path);
  if (!checkpoint.empty()) return checkpoint;
  throw Error(fmt::format("{} is a last-info file of epoch {} that names {}, which is neither there nor beside it",
                          path.string(), info.epoch, printable(info.last_checkpoint)));
}

}  // namespace cellar
