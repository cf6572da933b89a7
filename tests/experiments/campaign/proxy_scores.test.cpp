#include "experiments/campaign/proxy_scores.hpp"

#include <fmt/format.h>

#include <cmath>

#include "core/errors.hpp"
#include "space/generic.hpp"
#include "tests/catch.hpp"
#include "tests/folder.hpp"

using namespace cellar;
using namespace cellar::test;

namespace {

const std::string kScores =
    "# proxies of the cells of mine: batch=16\n"
    "index,architecture,first,second\n"
    "0,0:0,1.5,nan\n1,0:1,-inf,2\n2,0:2,3e10,\n3,1:0,0,-1\n4,1:1,0,7\n5,1:2,inf,8\n";

class Written {
 public:
  explicit Written(const std::string& text) { write_file(path(), text); }
  std::filesystem::path path() const { return folder_ / "scores.csv"; }
  ProxyScores read() const { return read_proxy_scores(path(), GenericSpace("mine", {2, 3})); }

 private:
  TemporaryFolder folder_;
};

std::string with(const std::string& text, const std::string& before, const std::string& after) {
  std::string changed = text;
  return changed.replace(text.find(before), before.size(), after);
}

void refused(const std::string& text, const std::string& reason) {
  INFO(text);
  CHECK_THROWS_WITH(Written(text).read(), ContainsSubstring("scores.csv") && ContainsSubstring(reason));
}

}  // namespace

TEST_CASE("Scores are read by architecture, numbers or none") {
  const ProxyScores scores = Written(kScores).read();
  CHECK(scores.origin == "proxies of the cells of mine: batch=16");
  CHECK(scores.proxies == std::vector<std::string>{"first", "second"});
  const auto* const first = scores.find("first");
  const auto* const second = scores.find("second");
  REQUIRE(first);
  REQUIRE(second);
  CHECK(first->at(0) == 1.5);
  CHECK(first->at(2) == 3e10);
  CHECK((std::isinf(first->at(1)) && first->at(1) < 0));
  CHECK((std::isinf(first->at(5)) && first->at(5) > 0));
  CHECK(std::isnan(second->at(0)));
  CHECK(std::isnan(second->at(2)));
  CHECK(second->at(4) == 7);
  CHECK(scores.find("third") == nullptr);
}

TEST_CASE("A file of one's own needs no index, no order of rows and no first line") {
  const ProxyScores scores = Written("score,architecture\n5,1:2\n0,0:0\n1,0:1\n2,0:2\n3,1:0\n4,1:1\n").read();
  CHECK(scores.origin == "scores.csv");
  REQUIRE(scores.find("score"));
  CHECK(*scores.find("score") == std::vector<double>{0, 1, 2, 3, 4, 5});
}

TEST_CASE("Scores that are damaged or not of all architectures are refused, by line") {
  REQUIRE(Written(kScores).read().proxies.size() == 2);
  refused(with(kScores, "1:2,inf", "1:3,inf"), "line 8");
  refused(with(kScores, "1:2,inf", "1:1,inf"), "line 8: 1:1 is there twice");
  refused(with(kScores, "3e10", "many"), "line 5: 'many' is no number");
  refused(with(kScores, ",3e10,", ",3e10"), "line 5: 3 fields instead of 4");
  refused(with(kScores, "5,1:2,inf,8\n", ""), "scores of 5 of the 6 architectures of mine");
  refused(with(kScores, "architecture", "cell"), "no column is named 'architecture'");
  refused("", "no columns are named");
  CHECK_THROWS_WITH(read_proxy_scores("absent.csv", GenericSpace("mine", {2, 3})), ContainsSubstring("absent.csv"));
  CHECK_THROWS_WITH(read_proxy_scores(".", GenericSpace("mine", {2, 3})), ContainsSubstring("cannot read ."));
}

TEST_CASE("A space without indices has no file of scores") {
  CHECK_THROWS_WITH(read_proxy_scores("scores.csv", GenericSpace("large", std::vector<int>(32, 255))),
                    ContainsSubstring("large has no indices"));
}
