#include "core/formats/torch/legacy_container.hpp"

#include <limits>

#include "core/errors.hpp"
#include "core/formats/pickle/machine.hpp"
#include "tests/catch.hpp"
#include "tests/formats/bytes.hpp"
#include "tests/formats/torch/pickles.hpp"

namespace cellar {

namespace {

using namespace test::pickle;

// What is wrong with a legacy file of an object; "" if nothing.
std::string refusal(const std::string& file) {
  try {
    const auto container = open_torch_container(test::bytes_of(file), "a.pth");
    const auto main = container->main_pickle();
    PickleMachine machine(main.bytes, main.source);
    const PickleValue root = machine.read(main.offset);
    container->attach(root, machine.end());
    for (const StorageId& id : find_storage_ids(root)) static_cast<void>(container->storage(id));
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

std::string two(std::int64_t count = 2, const std::string& key = "1") { return storage("FloatStorage", key, count); }
const LegacyStorage kTwo{"1", 2, "12345678"};

}  // namespace

TEST_CASE("A legacy file's storages lie behind the object, in the order of the keys") {
  const std::string file = legacy(list({storage("LongStorage", "b", 1), two()}), {kTwo, {"b", 1, "abcdefgh"}});
  const auto container = open_torch_container(test::bytes_of(file), "a.pth");
  const auto main = container->main_pickle();
  PickleMachine machine(main.bytes, main.source);
  const PickleValue root = machine.read(main.offset);
  container->attach(root, machine.end());
  CHECK(test::text_of(container->storage(parse_storage_id(root.items()[0]))) == "abcdefgh");
  CHECK(test::text_of(container->storage(parse_storage_id(root.items()[1]))) == "12345678");
}

TEST_CASE("A legacy file whose keys and sizes agree is accepted") {
  CHECK(refusal(legacy(two(), {kTwo})).empty());
  CHECK(refusal(legacy(none(), {})).empty());
  CHECK(refusal(legacy(storage("BoolStorage", "1", 0), {{"1", 0, ""}})).empty());
}

TEST_CASE("A legacy file whose keys or sizes disagree with the object is refused") {
  CHECK_THAT(refusal(legacy(two(), {})), ContainsSubstring("0 storages are there, the object refers to 1"));
  CHECK_THAT(refusal(legacy(none(), {kTwo})), ContainsSubstring("the object does not refer to storage '1'"));
  CHECK_THAT(refusal(legacy(two(), {kTwo, kTwo})), ContainsSubstring("storage '1' is there twice"));
  CHECK_THAT(refusal(legacy(two(), {{"1", 3, "12345678"}})),
             ContainsSubstring("storage '1' has 3 elements, the object says 2"));
  CHECK_THAT(refusal(legacy(two(), {{"1", -2, "12345678"}})), ContainsSubstring("storage '1' has -2 elements"));
  CHECK_THAT(refusal(legacy(two(), {{"1", 2, "123456789"}})), ContainsSubstring("1 bytes follow the last storage"));
  CHECK_THAT(refusal(legacy(two(), {{"1", 2, "1234567"}})), ContainsSubstring("it ends inside of storage '1'"));
  CHECK_THAT(refusal(legacy(list({two(), two(3)}), {kTwo})), ContainsSubstring("storage '1' is described in two ways"));
  const std::string other_type = storage("LongStorage", "1", 2);
  CHECK_THAT(refusal(legacy(list({two(), other_type}), {kTwo})),
             ContainsSubstring("storage '1' is described in two ways"));
}

TEST_CASE("A storage of a size that no file has is refused before anything is allocated") {
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  CHECK_THAT(refusal(legacy(two(kMost), {{"1", kMost, ""}})),
             ContainsSubstring("a storage of 9223372036854775807 elements"));
  CHECK_THAT(refusal(legacy(two(kMost / 4), {{"1", kMost / 4, ""}})),
             ContainsSubstring("it ends inside of storage '1'"));
  CHECK_THAT(refusal(legacy(two(-1), {{"1", -1, ""}})), ContainsSubstring("a storage has the size -1"));
}

TEST_CASE("A storage that is described otherwise than torch does is refused") {
  const std::string file = legacy(tuple({text("storage"), text("x")}) + "Q", {});
  CHECK_THAT(refusal(file), ContainsSubstring("a.pth is damaged: a persistent id is no tuple of a storage"));
  CHECK_THAT(refusal(legacy(integer(1) + "Q", {})), ContainsSubstring("a.pth is damaged: a persistent id is no tuple"));
  const std::string unknown = tuple({text("storage"), "ctorch\nSize\n", text("1"), text("cpu"), integer(1)}) + "Q";
  CHECK_THAT(refusal(legacy(unknown, {})), ContainsSubstring("a storage of type 'torch Size'"));
}

TEST_CASE("A legacy file of another protocol or byte order is refused") {
  const std::string file = legacy(two(), {kTwo});
  const auto with = [&](const std::string& part, const std::string& other) {
    std::string changed = file;
    return changed.replace(changed.find(part), part.size(), other);
  };
  CHECK_THAT(refusal(with(integer(1001), integer(1002))), ContainsSubstring("the protocol is not 1001"));
  CHECK_THAT(refusal(with(text("little_endian") + boolean(true), text("little_endian") + boolean(false))),
             ContainsSubstring("a.pth was written by a big-endian machine"));
  CHECK_THAT(refusal(with("little_endian", "little_indian")),
             ContainsSubstring("no description of the writer's byte order"));
}

TEST_CASE("A legacy file that was cut anywhere, or has any bit flipped, is refused or read, and nothing worse") {
  const std::string file = legacy(dict({{text("a"), tensor(two(), 0, {2}, {1})}}), {kTwo});
  for (std::size_t size = 0; size < file.size(); ++size) {
    CAPTURE(size);
    CHECK(!refusal(file.substr(0, size)).empty());
  }
  CHECK(refusal(file.substr(0, 10)) == "a.pth is cut off after 10 bytes");
  for (std::size_t bit = 0; bit < 8 * file.size(); ++bit) {
    std::string damaged = file;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << bit % 8));
    const std::string message = refusal(damaged);
    CAPTURE(bit, message);
    CHECK((message.empty() || message.starts_with("a.pth ")));
  }
}

}  // namespace cellar
