#include "core/command.hpp"

#include <fmt/format.h>

#include "core/errors.hpp"
#include "core/suggest.hpp"

namespace cellar {

void CommandRegistry::add(Command command) {
  for (const Command& other : commands_) {
    if (other.name == command.name) throw Error(fmt::format("there is a command '{}' already", command.name));
  }
  commands_.push_back(std::move(command));
}

const Command& CommandRegistry::at(std::string_view name) const {
  std::vector<std::string> known;
  for (const Command& command : commands_) {
    if (command.name == name) return command;
    known.push_back(command.name);
  }
  throw Error(unknown_name("command", name, known));
}

}  // namespace cellar
