#include "space/network/checks/recorded_case.hpp"
// torch comes first: its CHECK is not Catch2's, so that these tests use REQUIRE alone.
#include "core/errors.hpp"
#include "tests/catch.hpp"
#include "tests/folder.hpp"

namespace cellar {

using network::RecordedCase;

TEST_CASE("A recorded case that is damaged is refused by file") {
  const test::TemporaryFolder folder;
  REQUIRE_THROWS_WITH(RecordedCase(folder.path()), ContainsSubstring("cannot read") && ContainsSubstring("index.json"));
  test::write_file(folder / "index.json", "{");
  REQUIRE_THROWS_WITH(RecordedCase(folder.path()), ContainsSubstring("no index of tensors"));
  const std::string index = R"({"tensors": {"x": {"file": "f8.npy", "offset": 1, "shape": [2], "dtype": "<f8"}}})";
  test::write_file(folder / "index.json", index);
  REQUIRE_THROWS_WITH(RecordedCase(folder.path()).tensor("y"), ContainsSubstring("has no tensor 'y'"));
  REQUIRE_THROWS_WITH(RecordedCase(folder.path()).tensor("x"), ContainsSubstring("outside of its file"));
  const auto array = [&](const std::string& descr, std::size_t bytes) {
    const std::string header = "{'descr': '" + descr + "', 'fortran_order': False, 'shape': (3,), }\n";
    test::write_file(folder / "f8.npy", std::string("\x93NUMPY\x01\0", 8) + static_cast<char>(header.size()) +
                                            std::string(1, '\0') + header + std::string(bytes, '\0'));
  };
  array("<f8", 24);
  REQUIRE(RecordedCase(folder.path()).tensor("x").numel() == 2);
  array("<f8", 16);
  REQUIRE_THROWS_WITH(RecordedCase(folder.path()).tensor("x"), ContainsSubstring("outside of its file"));
  array("<f8", 23);
  REQUIRE_THROWS_WITH(RecordedCase(folder.path()), ContainsSubstring("is cut off"));
  array("<f4", 24);
  REQUIRE_THROWS_WITH(RecordedCase(folder.path()), ContainsSubstring("no values of type <f8"));
}

}  // namespace cellar
