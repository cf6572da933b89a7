#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/space.hpp"
#include "experiments/program/command_line.hpp"
#include "experiments/program/program.hpp"

namespace cellar {

// `cellar checkpoint show|draw|import|score|export`, each with its own command line; the exit status.
int show_checkpoint(const Program& program, const std::vector<std::string>& args);
int draw_checkpoint(const Program& program, const std::vector<std::string>& args);
int import_checkpoint(const Program& program, const std::vector<std::string>& args);
int score_checkpoint(const Program& program, const std::vector<std::string>& args);
int export_checkpoint(const Program& program, const std::vector<std::string>& args);

// The table that cells are judged by, and its space: --table and --tables.
struct Judge {
  std::shared_ptr<const Table> table;
  std::shared_ptr<const SearchSpace> space;
};
void add_table_options(CommandLine& line);
Judge find_judge(const Program& program, const boost::program_options::variables_map& values);

// A cell as a file spells it, as an index of the judge's space; an Error begins with the file's name and `what`.
std::uint64_t index_of(const Judge& judge, const std::string& cell, const std::string& source, const std::string& what);
// An index that a file holds; an Error if the space has none such.
void check_index(const Judge& judge, std::int64_t index, const std::string& source);

// The words on a command line that name files (or cells); an Error says what is needed where there are none.
std::vector<std::string> words(const boost::program_options::variables_map& values, const std::string& needed);

}  // namespace cellar
