#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <exception>
#include <string_view>

#include "core/errors.hpp"
#include "core/version.hpp"
#include "experiments/program/commands.hpp"
#include "searchers/builtin.hpp"
#include "space/builtin.hpp"

namespace cellar {

namespace po = boost::program_options;

void register_builtin(Program& program) {
  register_spaces(program.spaces);
  register_searchers(program.searchers);
  for (const auto make : {make_list_command, make_show_command, make_import_command, make_run_command,
                          make_summary_command, make_curve_command, make_plot_command, make_check_command}) {
    program.commands.add(make(program));
  }
}

void load_plugins(Program& program, const po::variables_map& values) {
  if (!values.contains("plugin")) return;
  for (const auto& file : values["plugin"].as<std::vector<std::string>>()) load_plugin(file, program.extensions());
}

std::string program_help(const Program& program) {
  std::string text =
      "cellar: neural architecture search on tabular benchmarks\n\n"
      "Usage: cellar COMMAND [ARGUMENTS]      cellar COMMAND --help says more\n\n";
  for (const Command& command : program.commands.commands()) {
    text += fmt::format("  {:<10}{}\n", command.name, command.summary);
  }
  text +=
      "\nThe main job, in three commands:\n"
      "  cellar run random evolution --dataset cifar10 --seeds 500 --out results\n"
      "  cellar summary results\n"
      "  cellar plot results --out curves.svg\n";
  return text;
}

namespace {

int dispatch(Program& program, const std::vector<std::string>& args) {
  if (args.empty() || args[0] == "--help" || args[0] == "-h" || args[0] == "help") {
    fmt::print("{}", program_help(program));
    return args.empty() ? 2 : 0;
  }
  if (args[0] == "--version") {
    fmt::print("cellar {}\n", kVersion);
    return 0;
  }
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
  }
}

}  // namespace cellar
