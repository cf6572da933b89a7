#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/errors.hpp"
#include "core/suggest.hpp"
#include "core/table/dataset.hpp"
#include "experiments/campaign/priors.hpp"
#include "experiments/program/command_line.hpp"
#include "experiments/program/commands.hpp"
#include "experiments/program/network_module.hpp"
#include "experiments/program/spaces.hpp"
#include "space/text_space.hpp"

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

// The one that is meant by a name, a file or a table, choice by choice where it is given as a text.
void list_space(const SearchSpace& space) {
  fmt::print("{:<15} {} choices, {} architectures\n", space.name(), space.arity().size(),
             space.size() ? std::to_string(*space.size()) : "more than 2^63");
  const auto* const text = dynamic_cast<const TextSpace*>(&space);
  if (text) fmt::print("\n{}", text->text());
}

void list_oracles(const Program& program) {
  for (const auto& entry : program.oracles.entries()) {
    const std::string options = entry->configure()->options().all();
    fmt::print("{:<15} {}{}\n", entry->name, entry->summary, options.empty() ? "" : fmt::format(" [{}]", options));
  }
  if (program.oracles.entries().empty()) fmt::print(stderr, "cellar: no oracle but tables; plug-ins bring others\n");
}

// Those that searchers may begin with, as in evolution(warm=params).
void list_proxies(const Program& program) {
  fmt::print("{}\n", fmt::join(known_proxies(), "\n"));
  for (const ProxyEntry& entry : program.proxies.entries()) fmt::print("{:<15} {}\n", entry.name, entry.summary);
}

// A damaged table does not hide the others: its error comes when they are printed.
void list_tables(const Program& program, const std::string& folder) {
  std::string damage;
  for (const TableEntry& entry : program.tables.entries()) fmt::print("{:<15} {}\n", entry.name, entry.summary);
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

void list_datasets(const Program& program, const std::string& table_name, const std::string& folder) {
  const auto table = find_table(table_name, folder, &program.tables);
  for (const std::string& dataset : table->datasets()) {
    fmt::print("{:<15} {}\n", dataset, fmt::join(figures_of(*table, dataset), ", "));
  }
}

void list(Program& program, const po::variables_map& values) {
  const std::vector<std::string> known = {"spaces", "searchers", "tables", "datasets", "oracles", "proxies"};
  if (!values.contains("what")) throw Error(fmt::format("cellar list needs one of: {}", fmt::join(known, ", ")));
  const std::string what = values["what"].as<std::vector<std::string>>().front();
  const auto folder = values["tables"].as<std::string>();
  const auto table = values.contains("table") ? values["table"].as<std::string>() : "nb201";
  if (what == "searchers") return list_searchers(program);
  if (what == "tables") return list_tables(program, folder);
  if (what == "oracles") return list_oracles(program);
  if (what == "proxies") return list_proxies(program);
  if (what == "datasets") return list_datasets(program, table, folder);
  if (what != "spaces") throw Error(unknown_name("list", what, known));
  if (values.contains("space")) return list_space(*find_space(program, values["space"].as<std::string>()).space);
  if (values.contains("table"))
    return list_space(*space_of(program, *find_table(table, folder, &program.tables)).space);
  list_spaces(program);
}

}  // namespace

Command make_list_command(Program& program) {
  const auto run = [&program](const std::vector<std::string>& args) {
    CommandLine line("list spaces|searchers|tables|datasets|oracles|proxies",
                     "Prints what there is, one entry a line, the name first.");
    line.positional("what", 1, "spaces, searchers, tables, datasets, oracles or proxies");
    line.options().add_options()("plugin", po::value<std::vector<std::string>>(), "a shared library that adds more")(
        "table", po::value<std::string>(), "the table whose data sets, or whose space, are listed (default: nb201)")(
        "space", po::value<std::string>(), "spaces: this one alone, by name or FILE.space")(
        "tables", po::value<std::string>()->default_value(""), "a folder of tables");
    const auto values = line.parse(args);
    if (!values) return 0;
    load_plugins(program, *values);
    list(program, *values);
    return 0;
  };
  return {"list", "what there is: spaces, searchers, tables, datasets, oracles, proxies", run};
}

}  // namespace cellar
