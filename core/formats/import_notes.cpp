#include "core/formats/import_notes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "core/errors.hpp"
#include "core/formats/text_file.hpp"
#include "core/printable.hpp"
#include "core/trimmed.hpp"

namespace cellar {

namespace {

class NotesReader {
 public:
  explicit NotesReader(std::string source) : source_(std::move(source)) {}

  void line(std::string_view text) {
    ++line_;
    const auto is_control = [](char c) { return static_cast<unsigned char>(c) < ' ' && c != '\t'; };
    if (std::any_of(text.begin(), text.end(), is_control)) fail("a control character");
    if (text.empty() && section_ != Section::provenance) return;
    if (!text.empty() && text[0] == '#') return;
    if (!text.empty() && text[0] == '[') return begin_section(text);
    if (section_ == Section::none) fail("a section [provenance], [columns] or [datasets] should begin here");
    if (section_ != Section::provenance) return entry(text);
    notes_.provenance += text;
    notes_.provenance += '\n';
  }

  ImportNotes finish() {
    std::string& text = notes_.provenance;
    text.erase(0, std::min(text.find_first_not_of('\n'), text.size()));
    while (!text.empty() && text.back() == '\n') text.pop_back();
    return std::move(notes_);
  }

 private:
  enum class Section { none, provenance, columns, datasets };

  void begin_section(std::string_view text) {
    if (text != "[provenance]" && text != "[columns]" && text != "[datasets]") {
      fail(fmt::format("'{}' should be [provenance], [columns] or [datasets]", printable(text)));
    }
    section_ = text == "[columns]" ? Section::columns : text == "[datasets]" ? Section::datasets : Section::provenance;
  }

  void entry(std::string_view text) {
    const auto equals = text.find('=');
    if (equals == text.npos) fail(fmt::format("'{}' should be NAME = NOTE", printable(text)));
    if (text.find('\t') != text.npos) fail("a tab in a note");
    const std::string_view name = trimmed(text.substr(0, equals)), note = trimmed(text.substr(equals + 1));
    try {
      if (section_ == Section::datasets) {
        notes_.datasets.push_back(parse_dataset_defaults(name, note));
        check_once(notes_.datasets, [](const DatasetDefaults& said) { return said.dataset; });
      } else {
        const NamedQuantity named = parse_named_quantity(name);
        notes_.columns.push_back({named.name, named.quantity, std::string(note)});
        check_once(notes_.columns, [](const ColumnNote& said) { return said.name; });
      }
    } catch (const Error& error) {
      fail(error.what());
    }
  }

  // Of what was added last.
  template <class Entries, class Name>
  void check_once(const Entries& entries, Name name_of) const {
    const std::string name = name_of(entries.back());
    const auto same = [&](const auto& entry) { return name_of(entry) == name; };
    if (std::count_if(entries.begin(), entries.end(), same) > 1)
      fail(fmt::format("a second line for '{}'", printable(name)));
  }

  [[noreturn]] void fail(const std::string& reason) const {
    throw Error(fmt::format("{}, line {}: {}", source_, line_, reason));
  }

  std::string source_;
  int line_ = 0;
  Section section_ = Section::none;
  ImportNotes notes_;
};

}  // namespace

const Quantity* ImportNotes::quantity(std::string_view column) const {
  for (const ColumnNote& noted : columns) {
    if (noted.name == column && noted.quantity) return &*noted.quantity;
  }
  return nullptr;
}

ImportNotes read_notes(const std::filesystem::path& file) {
  const std::string text = read_text(file);
  NotesReader reader(file.string());
  for (std::string_view rest = text; !rest.empty();) {
    const auto end = std::min(rest.find('\n'), rest.size());
    reader.line(trimmed(rest.substr(0, end)));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return reader.finish();
}

}  // namespace cellar
