#pragma once

#include <boost/program_options.hpp>
#include <optional>
#include <string>
#include <vector>

// The types of options, compiled once.
extern template class boost::program_options::typed_value<double>;
extern template class boost::program_options::typed_value<int>;
extern template class boost::program_options::typed_value<std::string>;

namespace cellar {

// The command line of one command: Boost.Program_options with our help page and our errors (one line that names the bad
// value and the nearest option).
class CommandLine {
 public:
  // usage: "run SEARCHER [SEARCHER…] --out DIR"; about: what the command does, a few lines for --help.
  CommandLine(std::string usage, std::string about);

  // Options as for options_description::add_options(); positional ones are declared here too, and then named by
  // positional(): `count` -1 takes all that follow. They are left out of the list that --help prints.
  boost::program_options::options_description& options() { return shown_; }
  void positional(const std::string& name, int count, const std::string& help);

  // More text for the end of --help (a list of searchers and their options).
  void epilogue(std::string text) { epilogue_ = std::move(text); }

  // None: --help was asked and printed. Options of --plan FILE (key = value lines), where the command declares
  // "plan", are read too; the command line wins.
  std::optional<boost::program_options::variables_map> parse(const std::vector<std::string>& args) const;

 private:
  std::string help() const;

  std::string usage_;
  std::string about_;
  std::string epilogue_;
  boost::program_options::options_description shown_;
  boost::program_options::options_description hidden_;
  boost::program_options::positional_options_description positional_;
};

// What an option with a value like that of split_list holds; empty where it is not given. An Error if it is given and
// holds nothing.
std::vector<std::string> list_option(const boost::program_options::variables_map& values, const std::string& option);

// "a,b" and "c" -> a, b, c. Empty pieces are dropped; commas inside parentheses do not separate.
std::vector<std::string> split_list(const std::vector<std::string>& texts);

}  // namespace cellar
