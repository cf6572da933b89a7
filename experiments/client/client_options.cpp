#include "experiments/client/client_options.hpp"

#include <fmt/format.h>

#include "core/numbers.hpp"
#include "experiments/client/python_error.hpp"
#include "experiments/program/commands.hpp"

namespace cellar {

namespace po = boost::program_options;

void add_client_options(CommandLine& line) {
  line.options().add_options()("table", po::value<std::string>()->default_value("nb201"),
                               "a table by name, or a FILE.table")(
      "tables", po::value<std::string>()->default_value(""), "a folder of tables")(
      "plugin", po::value<std::vector<std::string>>(), "a shared library with more tables")(
      "as", po::value<std::string>(), "answer in the words of the original: nas-bench-201 or nats-bench")("json",
                                                                                                          "print JSON");
}

std::shared_ptr<const Table> client_table(Program& program, const po::variables_map& values) {
  load_plugins(program, values);
  return find_table(values["table"].as<std::string>(), values["tables"].as<std::string>(), &program.tables);
}

std::optional<std::string> text_option(const po::variables_map& values, const std::string& name) {
  if (!values.contains(name)) return std::nullopt;
  return values[name].as<std::string>();
}

std::optional<int> int_option(const po::variables_map& values, const std::string& name) {
  if (!values.contains(name)) return std::nullopt;
  return values[name].as<int>();
}

std::vector<std::string> with_schedule(std::vector<std::string> args) {
  for (std::string& arg : args) {
    if (arg == "--hp") arg = "--schedule";
    if (arg.starts_with("--hp=")) arg = "--schedule=" + arg.substr(5);
  }
  return args;
}

bool as_original(const po::variables_map& values, const std::shared_ptr<const Table>& table,
                 const std::function<void(OriginalClient&)>& use) {
  if (!values.contains("as")) return false;
  if (!Records::held_by(*table)) {
    throw Error(
        fmt::format("--as needs single trials, and table {} holds means: import an official file "
                    "(cellar import NATS-tss-v1_0-3ffb9-simple --out nats.table) and give it as --table",
                    table->name()));
  }
  const auto records = std::make_shared<const Records>(table);
  OriginalClient client(records, parse_dialect(values["as"].as<std::string>(), *records));
  try {
    use(client);
  } catch (const PythonError& error) {
    fmt::print("{}", client.take_printed());
    throw Error(fmt::format("{}: {}", error.type(), error.what()));
  }
  fmt::print("{}", client.take_printed());
  return true;
}

void print_python(const PythonValue& value, bool json) { fmt::print("{}\n", json ? value.dump() : python_str(value)); }

PythonValue cell_argument(const std::string& text) {
  const auto number = parse_number<std::int64_t>(text);
  return number ? PythonValue(*number) : PythonValue(text);
}

}  // namespace cellar
