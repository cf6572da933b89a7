#include "experiments/program/csv_space.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "core/errors.hpp"
#include "core/formats/choice_columns.hpp"
#include "experiments/program/spaces.hpp"
#include "space/text_space.hpp"

namespace cellar {

namespace {

bool is_known(const Program& program, const std::string& name) {
  const auto& known = program.spaces.entries();
  return std::any_of(known.begin(), known.end(), [&](const SpaceEntry& entry) { return entry.name == name; });
}

// "runs of may.csv.gz" -> "runs-of-may".
std::string name_of(const Program& program, const std::string& file) {
  std::string name = std::filesystem::path(file).filename().string();
  for (const char* ending : {".gz", ".csv"}) {
    if (name.ends_with(ending) && name.size() > std::string_view(ending).size()) {
      name.erase(name.size() - std::string_view(ending).size());
    }
  }
  for (char& c : name) {
    const bool fits =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
    if (!fits) c = '-';
  }
  return is_known(program, name) ? name + "-csv" : name;
}

CsvSpace carried(std::shared_ptr<const TextSpace> space) {
  CsvSpace found;
  found.text = space->text();
  found.choices.architecture = [space](std::span<const std::string_view> values) { return space->from_values(values); };
  found.space = std::move(space);
  return found;
}

CsvSpace derived(const Program& program, const CsvFile& csv) {
  const ImportHeader& header = csv.header;
  const bool by_spelling = header.others.empty() && header.arch;
  if (header.others.empty() && !header.arch) {
    throw Error(
        fmt::format("{}: no column is a choice of an architecture, so no space can be made of it; --space "
                    "names one",
                    csv.source));
  }
  const ChoiceColumns columns = by_spelling ? split_spellings(csv.text, csv.source, *header.arch)
                                            : derive_choices(csv.text, csv.source, header.others);
  std::vector<TextSpace::Choice> choices;
  for (const ChoiceColumns::Column& column : columns.columns) choices.push_back({column.name, column.values});
  CsvSpace found = carried(std::make_shared<const TextSpace>(name_of(program, csv.source), std::move(choices)));
  found.is_derived = true;
  if (by_spelling) return found;
  for (const ChoiceColumns::Column& column : columns.columns) found.choices.fields.push_back(column.field);
  return found;
}

// A CSV without spellings and indices has a column for each choice, by its name.
CsvSpace of_text(const CsvFile& csv, std::shared_ptr<const TextSpace> space) {
  const auto choices = space->choices();
  CsvSpace found = carried(std::move(space));
  if (csv.header.arch || csv.header.index) return found;
  const auto& names = csv.header.spellings;
  for (const TextSpace::Choice& choice : choices) {
    const auto column = std::find(names.begin(), names.end(), choice.name);
    if (column == names.end()) {
      throw Error(fmt::format("{}: a column 'arch', 'index', or one for each choice is needed; there is none for '{}'",
                              csv.source, choice.name));
    }
    found.choices.fields.push_back(static_cast<std::size_t>(column - names.begin()));
  }
  return found;
}

}  // namespace

CsvSpace space_of_csv(const Program& program, const CsvFile& csv, const std::string& space) {
  if (space == "auto") return derived(program, csv);
  auto found = find_space(program, space).space;
  auto text = std::dynamic_pointer_cast<const TextSpace>(found);
  if (!text) return {std::move(found), {}, {}, false};
  if (is_known(program, text->name())) {
    throw Error(fmt::format("{} gives a space of its own the name '{}', which another one has", space, text->name()));
  }
  return of_text(csv, std::move(text));
}

}  // namespace cellar
