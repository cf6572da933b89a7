#include "core/formats/search_checkpoint/genotype.hpp"

#include <fmt/format.h>

#include "core/errors.hpp"
#include "core/printable.hpp"

namespace cellar {

namespace {

using Kind = PickleValue::Kind;

constexpr std::size_t kMostInputs = 64;  // of a node, and nodes of a cell

std::span<const PickleValue> few(const PickleValue& list) {
  if (list.items().size() > kMostInputs) throw Error(fmt::format("a cell has {} nodes or inputs", list.size()));
  return list.items();
}

}  // namespace

std::string genotype_text(const PickleValue& value) {
  if (value.is(Kind::text)) return std::string(value.text());
  if (!value.is(Kind::object) || value.callable().text() != "genotypes Structure") {
    throw Error(fmt::format("{} should stand where a cell does", name_of(value.kind())));
  }
  std::string text;
  for (const PickleValue& node : few(value.state().at("nodes"))) {
    text += text.empty() ? "|" : "+|";
    for (const PickleValue& input : few(node)) {
      if (input.size() != 2) throw Error("an input of a cell's node is no pair of operation and number");
      text += fmt::format("{}~{}|", printable(input.items()[0].text()), input.items()[1].integer());
    }
  }
  return text;
}

}  // namespace cellar
