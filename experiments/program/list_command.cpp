#include <fmt/format.h>

#include "core/errors.hpp"
#include "core/suggest.hpp"
#include "experiments/program/command_line.hpp"
#include "experiments/program/commands.hpp"
#include "experiments/program/network_module.hpp"

namespace cellar {

namespace {

namespace po = boost::program_options;

void list_from(const SearcherRegistry& searchers, std::size_t first) {
  for (std::size_t i = first; i < searchers.entries().size(); ++i) {
    const SearcherEntry& entry = *searchers.entries()[i];
    const std::string options = entry.configure()->options().all();
    fmt::print("{:<18} {}{}\n", entry.name, entry.summary, options.empty() ? "" : fmt::format(" [{}]", options));
  }
}

// A module that cannot be loaded does not hide the others: its error comes when they are printed.
void list_searchers(Program& program) {
  list_from(program.searchers, 0);
  const std::size_t listed = program.searchers.entries().size();
  if (has_network_module()) load_network_module(program);
  list_from(program.searchers, listed);
}

void list_spaces(const Program& program) {
  for (const SpaceEntry& entry : program.spaces.entries()) fmt::print("{:<15} {}\n", entry.name, entry.summary);
}

// A damaged table does not hide the others: its error comes when they are printed.
void list_tables(const std::string& folder) {
  std::string damage;
  for (const std::string& name : table_names(folder)) {
    try {
      const auto table = find_table(name, folder);
      fmt::print("{:<15} {} architectures of {}, {} columns, checksum {:016x}\n", name, table->size(), table->space(),
                 table->columns().size(), table->checksum());
    } catch (const Error& error) {
      damage += (damage.empty() ? "" : "; ") + std::string(error.what());
    }
  }
  if (!damage.empty()) throw Error(damage);
}

void list_datasets(const std::string& table_name, const std::string& folder) {
  const auto table = find_table(table_name, folder);
  for (const std::string& dataset : table->datasets()) {
    std::string columns;
    for (const ColumnInfo& column : table->columns()) {
      if (column.name.starts_with(dataset + ".") && column.name.find('@') != std::string::npos) {
        columns += (columns.empty() ? "" : ", ") + column.name.substr(dataset.size() + 1);
      }
    }
    fmt::print("{:<15} {}\n", dataset, columns);
  }
}

}  // namespace

Command make_list_command(Program& program) {
  const auto run = [&program](const std::vector<std::string>& args) {
    CommandLine line("list spaces|searchers|tables|datasets",
                     "Prints what there is, one entry a line, the name first.");
    line.positional("what", 1, "spaces, searchers, tables or datasets");
    line.options().add_options()("plugin", po::value<std::vector<std::string>>(), "a shared library that adds more")(
        "table", po::value<std::string>()->default_value("nb201"), "the table whose data sets are listed")(
        "tables", po::value<std::string>()->default_value(""), "a folder of tables");
    const auto values = line.parse(args);
    if (!values) return 0;
    load_plugins(program, *values);
    const std::vector<std::string> known = {"spaces", "searchers", "tables", "datasets"};
    if (!values->contains("what")) throw Error("cellar list needs one of: spaces, searchers, tables, datasets");
    const std::string what = (*values)["what"].as<std::vector<std::string>>().front();
    const auto folder = (*values)["tables"].as<std::string>();
    if (what == "searchers") {
      list_searchers(program);
    } else if (what == "spaces") {
      list_spaces(program);
    } else if (what == "tables") {
      list_tables(folder);
    } else if (what == "datasets") {
      list_datasets((*values)["table"].as<std::string>(), folder);
    } else {
      throw Error(unknown_name("list", what, known));
    }
    return 0;
  };
  return {"list", "what there is: spaces, searchers, tables, datasets", run};
}

}  // namespace cellar
