#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace cellar {

// A command of the program, `cellar NAME ARGUMENTS…`.
struct Command {
  std::string name;
  std::string summary;                                           // one line for --help
  std::function<int(const std::vector<std::string>& args)> run;  // args after the name; returns the exit status
};

class CommandRegistry {
 public:
  void add(Command command);
  const std::vector<Command>& commands() const { return commands_; }
  const Command& at(std::string_view name) const;

 private:
  friend struct PluginLayout;

  std::vector<Command> commands_;
};

}  // namespace cellar
