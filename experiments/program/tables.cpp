#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "core/errors.hpp"
#include "core/suggest.hpp"
#include "experiments/program/program.hpp"

namespace cellar {

namespace {

namespace fs = std::filesystem;

bool ends_in_csv(const std::string& text) { return text.ends_with(".csv") || text.ends_with(".csv.gz"); }

void check_folder(const std::string& folder, const char* given_by) {
  std::error_code error;
  if (fs::is_directory(folder, error)) return;
  throw Error(fmt::format("{} '{}' is no folder; one of .table files is needed", given_by, folder));
}

bool is_file_name(const std::string& text) {
  return text.find('/') != std::string::npos || fs::path(text).extension() == ".table";
}

}  // namespace

std::vector<std::string> table_folders(const std::string& option) {
  std::vector<std::string> folders;
  if (!option.empty()) {
    check_folder(option, "--tables");
    folders.push_back(option);
  }
  if (const char* const variable = std::getenv("CELLAR_TABLES"); variable != nullptr && *variable != '\0') {
    check_folder(variable, "CELLAR_TABLES");
    folders.emplace_back(variable);
  }
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  if (!error) folders.push_back((program.parent_path().parent_path() / "share/cellar/tables").string());
  return folders;
}

std::vector<std::string> table_names(const std::string& tables_option) {
  std::vector<std::string> names;
  for (const std::string& folder : table_folders(tables_option)) {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
      if (entry.path().extension() == ".table") names.push_back(entry.path().stem().string());
    }
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

std::shared_ptr<const Table> find_table(const std::string& name_or_file, const std::string& tables_option,
                                        const TableRegistry* brought) {
  if (const TableEntry* const entry = brought ? brought->find(name_or_file) : nullptr) {
    auto table = entry->open();
    if (!table) throw Error(fmt::format("table '{}' of a plug-in opens as nothing", name_or_file));
    return table;
  }
  if (ends_in_csv(name_or_file)) {
    throw Error(fmt::format("{} is no table yet: cellar import {} --space NAME --out my.table makes one of it",
                            name_or_file, name_or_file));
  }
  if (is_file_name(name_or_file)) return open_table(name_or_file);
  for (const std::string& folder : table_folders(tables_option)) {
    const fs::path file = fs::path(folder) / (name_or_file + ".table");
    std::error_code error;
    if (fs::exists(file, error)) return open_table(file);
  }
  std::vector<std::string> known = table_names(tables_option);
  for (const TableEntry& entry : brought ? brought->entries() : std::vector<TableEntry>()) known.push_back(entry.name);
  throw Error(unknown_name("table", name_or_file, known) + "; a file is given by its path, as in ./my.table");
}

}  // namespace cellar
