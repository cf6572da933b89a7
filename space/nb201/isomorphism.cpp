#include "space/nb201/isomorphism.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>

namespace cellar::nb201 {

namespace {

std::string term(const std::string& node, Operation op, std::string_view name, Zeros zeros) {
  if (zeros == Zeros::propagate && (op == Operation::none || node == "#")) return "#";
  if (op == Operation::skip_connect) return node;
  std::string text = "(";
  text += node;
  text += ")@";
  text += name;
  return text;
}

std::string sum(std::vector<std::string> terms) {
  std::sort(terms.begin(), terms.end());
  std::string text = terms.front();
  for (std::size_t next = 1; next < terms.size(); ++next) text.append("+").append(terms[next]);
  return text;
}

constexpr std::uint32_t kOps = kOperationNames.size();

std::vector<Classes::Term> ranked(const std::vector<std::string>& texts) {
  std::vector<std::string_view> sorted(texts.begin(), texts.end());
  std::sort(sorted.begin(), sorted.end());
  std::unordered_map<std::string_view, std::uint64_t> numbers;
  std::vector<Classes::Term> terms;
  terms.reserve(texts.size());
  for (const std::string_view text : texts) {
    Classes::Term& term = terms.emplace_back();
    term.rank = static_cast<std::size_t>(std::lower_bound(sorted.begin(), sorted.end(), text) - sorted.begin());
    for (std::size_t begin = 0; begin < text.size();) {
      int depth = 0;
      std::size_t end = begin;
      for (; end < text.size() && (text[end] != '+' || depth > 0); ++end)
        depth += (text[end] == '(') - (text[end] == ')');
      const auto number = numbers.emplace(text.substr(begin, end - begin), numbers.size() + 1).first->second;
      term.summands = term.summands << 16 | number;
      term.bits += 16;
      begin = end + 1;
    }
  }
  return terms;
}

// The terms of the edges into the output, five for each string that their node can have: the input's, node 1's for each
// operation of edge 0-1, node 2's for each choice of operations on edges 0-1, 0-2, 1-2.
std::vector<Classes::Term> output_terms() {
  // One letter for each name, in the same byte order, so that short strings sort as the long ones would: no name begins
  // another.
  static constexpr std::string_view kLetters = "becda";
  std::vector<std::string> texts;
  texts.reserve(std::size_t{kOps} * (1 + kOps + kOps * kOps * kOps));
  const auto add = [&texts](const std::string& node) {  // it may be one of the texts, which stay where they are
    for (std::uint32_t op = 0; op < kOps; ++op) {
      texts.push_back(term(node, static_cast<Operation>(op), kLetters.substr(op, 1), Zeros::propagate));
    }
  };
  add("0");
  for (std::uint32_t op = 0; op < kOps; ++op) add(texts[op]);
  for (std::uint32_t prefix = 0; prefix < kOps * kOps * kOps; ++prefix) {
    const std::string& from_input = texts[prefix / kOps % kOps];
    const std::string& from_node_1 = texts[kOps + prefix / (kOps * kOps) * kOps + prefix % kOps];
    add(sum({from_input, from_node_1}));
  }
  return ranked(texts);
}

}  // namespace

std::string unique_string(const Architecture& cell, Zeros zeros) {
  std::vector<std::string> nodes = {"0"};
  for (int to = 1; to < kNodes; ++to) {
    std::vector<std::string> terms;
    for (int from = 0; from < to; ++from) {
      const Operation op = operation(cell, edge_index(from, to));
      terms.push_back(term(nodes[static_cast<std::size_t>(from)], op, operation_name(op), zeros));
    }
    nodes.push_back(sum(std::move(terms)));
  }
  return nodes.back();
}

Classes::Classes() : terms_(output_terms()) {}

std::uint64_t Classes::number(std::uint32_t code) const {
  const std::uint32_t prefix = code / (kOps * kOps * kOps);
  const std::uint32_t node_1 = prefix / (kOps * kOps);
  const Term* a = &terms_[code / (kOps * kOps) % kOps];
  const Term* b = &terms_[(1 + node_1) * kOps + code / kOps % kOps];
  const Term* c = &terms_[(1 + kOps + prefix) * kOps + code % kOps];
  if (b->rank < a->rank) std::swap(a, b);
  if (c->rank < b->rank) std::swap(b, c);
  if (b->rank < a->rank) std::swap(a, b);
  return ((a->summands << b->bits | b->summands) << c->bits) | c->summands;
}

bool connected(const Architecture& cell) {
  std::array<bool, kNodes> reached = {true};
  for (std::size_t edge = 0; edge < kEdges.size(); ++edge) {  // in order of the target node
    if (reached[kEdges[edge].from] && operation(cell, edge) != Operation::none) reached[kEdges[edge].to] = true;
  }
  return reached.back();
}

}  // namespace cellar::nb201
