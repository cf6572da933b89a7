#include "experiments/program/command_line.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/errors.hpp"
#include "core/suggest.hpp"

template class boost::program_options::typed_value<double>;
template class boost::program_options::typed_value<int>;
template class boost::program_options::typed_value<std::string>;

namespace cellar {

namespace po = boost::program_options;

namespace {

constexpr unsigned kHelpWidth = 110;

std::vector<std::string> long_names(const po::options_description& options) {
  std::vector<std::string> names;
  for (const auto& option : options.options()) names.push_back("--" + option->long_name());
  return names;
}

std::string unknown_option(const std::string& given, const po::options_description& options) {
  const std::string name = given.starts_with('-') ? given : "--" + given;  // a plan's have no dashes
  const std::string near = nearest(name, long_names(options));
  return fmt::format("unknown option {}{}", given,
                     near.empty() ? " (see --help)" : fmt::format(" (did you mean {}?)", near));
}

// Runs one of Boost's parsers and says its errors in our words.
template <class Parse>
void translated(const po::options_description& all, const std::string& usage, Parse parse) {
  try {
    parse();
  } catch (const po::unknown_option& error) {
    throw Error(unknown_option(error.get_option_name(), all));
  } catch (const po::too_many_positional_options_error&) {
    throw Error(fmt::format("there are too many words; the usage is: cellar {}", usage));
  } catch (const po::multiple_occurrences& error) {
    throw Error(fmt::format("{} is given twice", error.get_option_name()));
  } catch (const po::error& error) {
    throw Error(error.what());
  }
}

}  // namespace

CommandLine::CommandLine(std::string usage, std::string about)
    : usage_(std::move(usage)), about_(std::move(about)), shown_("Options", kHelpWidth, kHelpWidth / 2) {
  shown_.add_options()("help,h", "print this page");
}

void CommandLine::positional(const std::string& name, int count, const std::string& help) {
  hidden_.add_options()(name.c_str(), po::value<std::vector<std::string>>(), help.c_str());
  positional_.add(name.c_str(), count);
}

std::optional<po::variables_map> CommandLine::parse(const std::vector<std::string>& args) const {
  po::options_description all;
  all.add(shown_).add(hidden_);
  po::variables_map values;
  // Not guessing: "--seed" for "--seeds" would hide a misspelling.
  const int style = po::command_line_style::unix_style & ~po::command_line_style::allow_guessing;
  translated(all, usage_, [&] {
    po::store(po::command_line_parser(args).options(all).positional(positional_).style(style).run(), values);
  });
  if (values.contains("help")) {
    fmt::print("{}", help());
    return std::nullopt;
  }
  if (values.contains("plan")) {
    const auto plan = values["plan"].as<std::string>();
    std::ifstream file(plan);
    if (!file || std::filesystem::is_directory(plan))
      throw Error(fmt::format("--plan {}: cannot be read; a file of 'option = value' lines is needed", plan));
    constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
    std::string begin(kByteOrderMark.size(), '\0');
    file.read(begin.data(), static_cast<std::streamsize>(begin.size()));
    file.clear();
    if (begin != kByteOrderMark) file.seekg(0);
    try {
      translated(all, usage_, [&] { po::store(po::parse_config_file(file, all), values); });
    } catch (const Error& error) {
      throw Error(fmt::format("{}: {}", plan, error.what()));
    }
  }
  translated(all, usage_, [&] { po::notify(values); });
  return values;
}

std::string CommandLine::help() const {
  std::string text = fmt::format("Usage: cellar {}\n\n{}\n\n", usage_, about_);
  std::ostringstream options;
  options << shown_;
  text += options.str();
  if (!epilogue_.empty()) text += "\n" + epilogue_;
  return text;
}

std::vector<std::string> list_option(const po::variables_map& values, const std::string& option) {
  if (!values.contains(option)) return {};
  const auto texts = values[option].as<std::vector<std::string>>();
  auto pieces = split_list(texts);
  if (pieces.empty()) throw Error(fmt::format("--{} '{}' names nothing", option, texts.back()));
  return pieces;
}

std::vector<std::string> split_list(const std::vector<std::string>& texts) {
  std::vector<std::string> pieces;
  for (const std::string& text : texts) {
    int depth = 0;
    bool in_quotes = false;
    std::string piece;
    for (const char c : text + ',') {
      if (c == '\'' && depth > 0) in_quotes = !in_quotes;
      depth += in_quotes ? 0 : c == '(' ? 1 : c == ')' ? -1 : 0;
      if (c != ',' || depth > 0) {
        piece += c;
      } else if (!piece.empty()) {
        pieces.push_back(std::move(piece));
        piece.clear();
      }
    }
    if (!piece.empty()) pieces.push_back(piece.substr(0, piece.size() - 1));  // an open '(': left to its parser
  }
  return pieces;
}

}  // namespace cellar
