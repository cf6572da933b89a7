#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <string_view>

#include "core/errors.hpp"
#include "core/version.hpp"
#include "experiments/program/commands.hpp"
#include "experiments/program/network_module.hpp"
#include "searchers/builtin.hpp"
#include "space/builtin.hpp"

namespace cellar {

namespace po = boost::program_options;

void register_builtin(Program& program) {
  register_spaces(program.spaces);
  register_searchers(program.searchers);
  for (const auto make :
       {make_list_command, make_show_command, make_query_command, make_best_command, make_stats_command,
        make_import_command, make_weights_command, make_run_command, make_summary_command, make_curve_command,
        make_plot_command, make_check_command, make_checkpoint_command}) {
    program.commands.add(make(program));
  }
  register_network_commands(program);
}

void load_plugins(Program& program, const std::vector<std::string>& files) {
  for (const std::string& file : files) {
    const std::filesystem::path path = std::filesystem::weakly_canonical(file);
    if (std::find(program.plugins.begin(), program.plugins.end(), path) != program.plugins.end()) continue;
    load_plugin(file, program.extensions());
    program.plugins.push_back(path);
  }
}

void load_plugins(Program& program, const po::variables_map& values) {
  if (values.contains("plugin")) load_plugins(program, values["plugin"].as<std::vector<std::string>>());
}

std::string program_help(const Program& program) {
  std::string text =
      "cellar: neural architecture search on tabular benchmarks\n\n"
      "Usage: cellar COMMAND [ARGUMENTS]      cellar COMMAND --help says more\n\n";
  for (const Command& command : program.commands.commands()) {
    text += fmt::format("  {:<10} {}\n", command.name, command.summary);
  }
  text +=
      "\nThe main job, in three commands:\n"
      "  cellar run random evolution --dataset cifar10 --seeds 500 --out results\n"
      "  cellar summary results\n"
      "  cellar plot results --out curves.svg\n";
  return text;
}

namespace {

std::vector<std::string> plugins_named(const std::vector<std::string>& args) {
  constexpr std::string_view kOption = "--plugin";
  std::vector<std::string> files;
  for (std::size_t i = 1; i < args.size(); ++i) {
    if (args[i] == kOption && i + 1 < args.size()) files.push_back(args[i + 1]);
    if (args[i].starts_with("--plugin=")) files.push_back(args[i].substr(kOption.size() + 1));
  }
  return files;
}

int dispatch(Program& program, const std::vector<std::string>& args) {
  if (args.empty() || args[0] == "--help" || args[0] == "-h" || args[0] == "help") {
    if (args.size() > 1 && args[0] == "help") return program.commands.at(args[1]).run({"--help"});
    fmt::print("{}", program_help(program));
    return args.empty() ? 2 : 0;
  }
  if (args[0] == "--version") {
    fmt::print("cellar {}\n", kVersion);
    return 0;
  }
  if (args[0] != "check")
    load_plugins(program, plugins_named(args));  // one may bring the command; check is for bad ones
  return program.commands.at(args[0]).run({args.begin() + 1, args.end()});
}

// What was printed may still wait in a buffer; a full disk shows here.
void flush_output() {
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) throw Error("cannot write to standard output");
}

// One line whatever the text holds: what the user gave may contain line ends and other control characters.
int fail(int status, std::string_view text) {
  std::string line;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    line += byte < 0x20 || byte == 0x7f ? fmt::format("\\x{:02x}", byte) : std::string(1, c);
  }
  fmt::print(stderr, "cellar: {}\n", line);
  return status;
}

}  // namespace

int run_program(const std::vector<std::string>& args) {
  try {
    Program program;
    register_builtin(program);
    const int status = dispatch(program, args);
    flush_output();
    return status;
  } catch (const Error& error) {
    return fail(2, error.what());
  } catch (const Stopped& stopped) {
    return fail(130, stopped.what());
  } catch (const std::exception& error) {
    return fail(1, fmt::format("internal error: {} (please report it)", error.what()));
  } catch (...) {
    return fail(1, "internal error: something that is no exception was thrown, perhaps by a plug-in");
  }
}

}  // namespace cellar
