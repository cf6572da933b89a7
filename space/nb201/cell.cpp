#include "space/nb201/cell.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "core/errors.hpp"
#include "core/printable.hpp"
#include "core/suggest.hpp"

namespace cellar::nb201 {

namespace {

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  Architecture read() {
    Architecture cell(kEdges.size());
    for (edge_ = 0; edge_ < kEdges.size(); ++edge_) {
      const int from = kEdges[edge_].from;
      if (from == 0 && edge_ > 0) expect('+');
      if (from == 0) expect('|');
      cell[edge_] = read_operation();
      expect('~');
      expect(static_cast<char>('0' + from));
      expect('|');
    }
    edge_ = kEdges.size() - 1;
    if (position_ < text_.size()) fail(fmt::format("the cell ends here, but '{}' follows", rest()));
    return cell;
  }

 private:
  std::uint8_t read_operation() {
    const std::size_t end = std::min(text_.find_first_of("~|+", position_), text_.size());
    const std::string_view name = text_.substr(position_, end - position_);
    const auto* const found = std::find(kOperationNames.begin(), kOperationNames.end(), name);
    if (found == kOperationNames.end()) {
      const std::vector<std::string> known(kOperationNames.begin(), kOperationNames.end());
      fail(unknown_name("operation", printable(name), known));
    }
    position_ = end;
    return static_cast<std::uint8_t>(found - kOperationNames.begin());
  }

  void expect(char wanted) {
    if (position_ < text_.size() && text_[position_] == wanted) {
      ++position_;
      return;
    }
    const std::string found = position_ < text_.size() ? fmt::format("'{}'", rest().substr(0, 1)) : "the end";
    fail(fmt::format("'{}' is needed here, found {}", wanted, found));
  }

  std::string rest() const { return printable(text_.substr(position_)); }

  [[noreturn]] void fail(const std::string& reason) const {
    throw Error(
        fmt::format("cell '{}': character {}, edge from node {} to node {}: {}; the form is "
                    "|op~0|+|op~0|op~1|+|op~0|op~1|op~2|",
                    printable(text_), position_ + 1, kEdges[edge_].from, kEdges[edge_].to, reason));
  }

  std::string_view text_;
  std::size_t position_ = 0;
  std::size_t edge_ = 0;
};

}  // namespace

std::string format_cell(const Architecture& cell) {
  std::string text;
  text.reserve(112);  // the longest is 103
  for (std::size_t edge = 0; edge < kEdges.size(); ++edge) {
    const int from = kEdges[edge].from;
    if (from == 0) text += edge > 0 ? "+|" : "|";
    text += operation_name(operation(cell, edge));
    text += '~';
    text += static_cast<char>('0' + from);
    text += '|';
  }
  return text;
}

Architecture parse_cell(std::string_view text) { return Reader(text).read(); }

}  // namespace cellar::nb201
