#include "core/formats/torch/tensor.hpp"

#include <limits>

#include "core/errors.hpp"
#include "core/formats/torch/tensor_file.hpp"
#include "tests/catch.hpp"
#include "tests/folder.hpp"
#include "tests/formats/torch/pickles.hpp"

namespace cellar {

namespace {

using namespace test::pickle;

std::string floats(const std::vector<float>& values) {
  std::string data;
  for (const float value : values) data += raw(value);
  return data;
}

std::string six_floats() { return floats({0, 1, 2, 3, 4, 5}); }

std::vector<Tensor> tensors_in(const std::string& file) {
  const test::TemporaryFolder folder;
  test::write_file(folder / "a.pth", file);
  return read_tensors(folder / "a.pth");
}

// The only tensor, "t", of a legacy file with the storage "7" of six floats.
Tensor read(const std::string& tensor, const LegacyStorage& storage = {"7", 6, six_floats()}) {
  const auto tensors = tensors_in(legacy(dict({{text("t"), tensor}}), {storage}));
  REQUIRE(tensors.size() == 1);
  CHECK(tensors[0].name == "t");
  return tensors[0];
}

std::string refusal(const std::string& file) {
  try {
    tensors_in(file);
  } catch (const Error& error) {
    const std::string message = error.what();
    CHECK(message.find('\n') == message.npos);
    const auto end = message.find("a.pth");
    REQUIRE(end != message.npos);
    return message.substr(end);
  }
  return "read";
}

std::string refusal_of(const std::string& tensor) {
  return refusal(legacy(dict({{text("t"), tensor}}), {{"7", 6, six_floats()}}));
}

std::string six() { return storage("FloatStorage", "7", 6); }

using Values = std::vector<double>;
using Shape = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("A tensor's elements are found by its offset and its strides") {
  CHECK(read(tensor(six(), 0, {2, 3}, {3, 1})).values() == Values{0, 1, 2, 3, 4, 5});
  CHECK(read(tensor(six(), 0, {3, 2}, {1, 3})).values() == Values{0, 3, 1, 4, 2, 5});
  CHECK(read(tensor(six(), 1, {2, 2}, {3, 1})).values() == Values{1, 2, 4, 5});
  CHECK(read(tensor(six(), 5, {}, {})).values() == Values{5});
  CHECK(read(tensor(six(), 5, {}, {})).shape == Shape{});
  CHECK(read(tensor(six(), 1, {2, 1, 2}, {2, std::numeric_limits<std::int64_t>::max(), 1})).values() ==
        Values{1, 2, 3, 4});
  CHECK(read(tensor(six(), 0, {1, 3}, {std::numeric_limits<std::int64_t>::max(), 2})).values() == Values{0, 2, 4});
  CHECK(read(tensor(six(), 6, {2, 0}, {1, 1})).shape == Shape{2, 0});
  CHECK(read(tensor(six(), 6, {2, 0}, {1, 1})).data.empty());
}

TEST_CASE("A tensor is read as a parameter, by the older name, and with a torch Size") {
  const std::string plain = tensor(six(), 0, {2}, {1});
  CHECK(read(call("torch._utils", "_rebuild_parameter", {plain, boolean(true), dict({})})).values() == Values{0, 1});
  CHECK(read(call("torch._utils", "_rebuild_tensor", {six(), integer(1), integers({2}), integers({1})})).values() ==
        Values{1, 2});
  const std::string size = call("torch", "Size", {integers({2})});
  CHECK(
      read(call("torch._utils", "_rebuild_tensor_v2", {six(), integer(0), size, integers({1}), boolean(false), none()}))
          .shape == Shape{2});
}

TEST_CASE("A view of a storage, as very old files have it, is a part of it") {
  const std::string view = storage("FloatStorage", "7", 6, tuple({text("8"), integer(2), integer(3)}));
  CHECK(read(tensor(view, 1, {2}, {1})).values() == Values{3, 4});
  CHECK_THAT(refusal_of(tensor(view, 1, {3}, {1})), ContainsSubstring("reaches beyond its storage of 3 elements"));
  const std::string beyond = storage("FloatStorage", "7", 6, tuple({text("8"), integer(4), integer(3)}));
  CHECK_THAT(refusal_of(tensor(beyond, 0, {1}, {1})), ContainsSubstring("a view of elements 4 to 7 of a storage of 6"));
}

TEST_CASE("Every type of storage has its dtype and its values") {
  const auto one = [](const std::string& type, const std::string& data) {
    return read(tensor(storage(type, "7", 1), 0, {1}, {1}), {"7", 1, data});
  };
  const auto check = [&](const std::string& type, const std::string& dtype, const std::string& data, double value) {
    const Tensor tensor = one(type, data);
    CHECK(tensor.dtype == dtype);
    CHECK(tensor.values() == Values{value});
  };
  check("FloatStorage", "float32", raw(-1.5F), -1.5);
  check("DoubleStorage", "float64", raw(0.1), 0.1);
  check("LongStorage", "int64", raw(std::int64_t{-5}), -5);
  check("IntStorage", "int32", raw(std::int32_t{-5}), -5);
  check("ShortStorage", "int16", raw(std::int16_t{-5}), -5);
  check("CharStorage", "int8", raw(std::int8_t{-5}), -5);
  check("ByteStorage", "uint8", raw(std::uint8_t{250}), 250);
  check("BoolStorage", "bool", raw(std::uint8_t{1}), 1);
  check("BFloat16Storage", "bfloat16", raw(std::uint16_t{0xc040}), -3);
  check("HalfStorage", "float16", raw(std::uint16_t{0x3555}), 0.333251953125);
  check("HalfStorage", "float16", raw(std::uint16_t{0x8001}), -5.960464477539063e-08);
  check("HalfStorage", "float16", raw(std::uint16_t{0x7bff}), 65504);
  check("HalfStorage", "float16", raw(std::uint16_t{0xfc00}), -std::numeric_limits<double>::infinity());
}

TEST_CASE("Tensors may share a storage") {
  const std::string file =
      legacy(dict({{text("a"), tensor(six(), 0, {2}, {1})}, {text("b"), tensor(six(), 2, {2}, {1})}}),
             {{"7", 6, six_floats()}});
  const auto tensors = tensors_in(file);
  REQUIRE(tensors.size() == 2);
  CHECK(tensors[0].values() == Values{0, 1});
  CHECK(tensors[1].values() == Values{2, 3});
}

TEST_CASE("A storage may be a legacy file inside of the pickle") {
  const std::string inner = legacy(six(), {{"7", 6, six_floats()}});
  const auto outer = [](const std::string& file) {
    const std::string nested = call("torch.storage", "_load_from_bytes", {bytes(file)});
    return whole(dict({{text("t"), tensor(nested, 1, {2}, {2})}}));
  };
  CHECK(tensors_in(outer(inner))[0].values() == Values{1, 3});
  CHECK_THAT(refusal(outer(inner.substr(0, inner.size() - 1))), ContainsSubstring("a.pth (a file in it) is cut off"));
  CHECK_THAT(refusal(outer(legacy(integer(5), {}))), ContainsSubstring("an integer should stand where a storage does"));
  CHECK_THAT(refusal(outer("")), ContainsSubstring("cut off after 0 bytes"));
}

TEST_CASE("A tensor that reaches beyond its storage is refused, however big it claims to be") {
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  const auto refused = [](const std::string& tensor) {
    const std::string message = refusal_of(tensor);
    CAPTURE(message);
    CHECK(message.find("reaches beyond its storage of 6 elements") != message.npos);
  };
  refused(tensor(six(), 0, {7}, {1}));
  refused(tensor(six(), 6, {}, {}));
  refused(tensor(six(), 4, {3}, {1}));
  refused(tensor(six(), 0, {3}, {3}));
  refused(tensor(six(), 0, {kMost}, {0}));  // expanded
  refused(tensor(six(), 0, {2, kMost}, {1, kMost}));
  refused(tensor(six(), 0, {std::int64_t{1} << 32, std::int64_t{1} << 32}, {0, 0}));
  refused(tensor(six(), kMost, {2}, {kMost}));
  refused(tensor(six(), 0, {std::int64_t{1} << 31, std::int64_t{1} << 33}, {std::int64_t{1} << 33, 1}));
}

TEST_CASE("A tensor that is not as torch writes it is refused by name") {
  CHECK(refusal_of(tensor(six(), -1, {1}, {1})) == "a.pth: tensor 't': a tensor begins at element -1");
  CHECK(refusal_of(tensor(six(), 0, {-1}, {1})) == "a.pth: tensor 't': a tensor has the size or stride -1");
  CHECK(refusal_of(tensor(six(), 0, {2}, {-1})) == "a.pth: tensor 't': a tensor has the size or stride -1");
  CHECK(refusal_of(tensor(six(), 0, {2}, {})) == "a.pth: tensor 't': a tensor has not as many strides as dimensions");
  CHECK(refusal_of(tensor(six(), 0, Shape(65, 1), Shape(65, 1))) == "a.pth: tensor 't': a tensor has 65 dimensions");
  CHECK_THAT(refusal_of(tensor(text("7"), 0, {2}, {1})), ContainsSubstring("the object does not refer to storage '7'"));
  CHECK_THAT(refusal_of(call("torch._utils", "_rebuild_tensor_v2", {six()})),
             ContainsSubstring("is called with 1 arguments"));
  CHECK_THAT(refusal_of(tuple({six()})), ContainsSubstring("a tuple should stand where a tensor does"));
  const std::string twice = dict({{text("a"), tensor(six(), 0, {2}, {1})}, {text("a"), tensor(six(), 2, {2}, {1})}});
  CHECK(refusal(legacy(twice, {{"7", 6, six_floats()}})) == "a.pth: tensor 'a' is there twice");
  CHECK_THAT(refusal(legacy(list({six()}), {{"7", 6, six_floats()}})),
             ContainsSubstring("should stand where a dict of tensors does"));
}

}  // namespace cellar
