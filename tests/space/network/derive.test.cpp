#include "space/network/derive.hpp"

#include <ATen/ATen.h>
// torch comes first: its CHECK is not Catch2's, so that these tests use REQUIRE alone.
#include "core/errors.hpp"
#include "tests/catch.hpp"

namespace cellar {

TEST_CASE("A derived cell has the first of the largest weights of each row, in either type and any layout") {
  const at::Tensor weights = at::tensor({0.,  0.,  0.,  0.,  0.,  //
                                         1.,  2.,  3.,  2.,  3.,  //
                                         -1., -2., -1., 0.,  0.,  //
                                         5.,  4.,  3.,  2.,  1.,  //
                                         1.,  2.,  3.,  4.,  5.,  //
                                         -5., -4., -5., -6., -4.},
                                        at::kDouble)
                                 .view({6, 5});
  const Architecture expected{0, 2, 3, 0, 4, 1};
  REQUIRE(network::derive_cell(weights) == expected);
  REQUIRE(network::derive_cell(weights.to(at::kFloat)) == expected);
  REQUIRE(network::derive_cell(weights.to(at::kBFloat16)) == expected);
  REQUIRE(network::derive_cell(weights.t().contiguous().t()) == expected);
  REQUIRE_THROWS_AS(network::derive_cell(weights.slice(0, 0, 5)), ContractError);
}

}  // namespace cellar
