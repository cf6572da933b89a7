#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace cellar {

// The value of an option that names a prior, where none is used.
inline constexpr std::string_view kNoPrior = "off";

// The options of one searcher, each bound to a field of its plain struct and described once: that description feeds the
// command line, --help, plan files, the trace header and the README.
class OptionList {
 public:
  struct Choice {
    std::string* value;
    std::vector<std::string> allowed;
  };
  struct Integer {
    int* value;
    int least, most;
  };
  struct Real {
    double* value;
    double least, most;
  };
  struct PriorName {
    std::string* value;  // kNoPrior, or the name of a prior (core/prior.hpp)
  };
  struct Words {
    std::string* value;  // any text without a line end
  };
  struct Option {
    std::string name;
    std::string help;
    std::variant<Integer, Real, bool*, Choice, PriorName, Words> field;
    std::string default_text;

    std::string text() const;     // the present value, as it stands in a spelling
    std::string allowed() const;  // "an integer from 1 to 1000"
  };

  // The present value is the default. Bounds are inclusive.
  void integer(std::string name, int& value, int least, int most, std::string help);
  void real(std::string name, double& value, double least, double most, std::string help);
  void flag(std::string name, bool& value, std::string help);  // on, off
  void choice(std::string name, std::string& value, std::vector<std::string> allowed, std::string help);
  // Any text. In a spelling it stands in quotes where it holds other characters than letters, digits and "_-+./:", as
  // in run='./train.sh --x=1,2'; a quote in it is doubled.
  void words(std::string name, std::string& value, std::string help);
  // Which prior of the problem is used; the present value must be kNoPrior.
  void prior(std::string name, std::string& value, std::string help);

  // Sets one option; `owner` names the searcher in the Error that an unknown name or a bad value gets.
  void set(std::string_view owner, std::string_view name, std::string_view value);

  const std::vector<Option>& options() const { return options_; }
  // The present value of the option of this name, which must be there.
  std::string text(std::string_view name) const;
  // The same without the quotes that a spelling needs.
  std::string plain_text(std::string_view name) const;

  // The names of the priors that are to be used.
  std::vector<std::string> priors() const;

  // "population=20,sample=5", in declared order: what differs from the defaults, that and these, or all of them.
  std::string changed() const { return changed_and({}); }
  std::string changed_and(const std::vector<std::string>& names) const;
  std::string all() const;

 private:
  friend struct PluginLayout;

  void add(Option option);

  std::vector<Option> options_;
};

}  // namespace cellar
