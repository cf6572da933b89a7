#include "searchers/oneshot/checks/check_folder.hpp"

#include <cstring>
#include <nlohmann/json.hpp>

#include "core/errors.hpp"
#include "tests/catch.hpp"
#include "tests/folder.hpp"
#include "tests/reference.hpp"

// Folders that are not the reference's: damaged, incomplete, changed, named otherwise.
namespace cellar {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using oneshot::CheckedCase;

std::map<std::string, CheckedCase> check(const fs::path& folder) {
  std::map<std::string, CheckedCase> all;
  oneshot::check_folder(folder, {}, [&](const CheckedCase& checked) { all[checked.name] = checked; });
  return all;
}

// A copy of recorded cases, to be changed.
class Copy {
 public:
  explicit Copy(const std::vector<std::string>& cases) {
    for (const std::string& name : cases) {
      const fs::path from = test::reference("data/oneshot/" + name);
      if (from.empty()) {
        is_there_ = false;
        return;
      }
      fs::create_directories((folder_ / name).parent_path());
      fs::copy(from, folder_ / name, fs::copy_options::recursive);
      for (const auto& file : fs::recursive_directory_iterator(folder_ / name)) {
        fs::permissions(file, fs::perms::owner_all);
      }
      fs::permissions(folder_ / name, fs::perms::owner_all);
    }
  }

  bool is_there() const { return is_there_; }
  fs::path operator/(const std::string& name) const { return folder_ / name; }
  const fs::path& path() const { return folder_.path(); }

  json index(const std::string& name) const { return json::parse(test::read_file(folder_ / name / "index.json")); }
  void write(const std::string& name, const json& index) const {
    test::write_file(folder_ / name / "index.json", index.dump());
  }

 private:
  test::TemporaryFolder folder_;
  bool is_there_ = true;
};

const std::string kLayer = "ops/nor_conv_3x3_eval_s1_c4-4_f64", kOther = "ops/head_ce_f64";

// What is said of the layer after `change`, when the other case is as recorded.
template <class Change>
std::string refusal(const Change& change) {
  const Copy copy({kLayer, kOther});
  if (!copy.is_there()) return "absent";
  change(copy);
  const auto checked = check(copy.path());
  CHECK(checked.at(kOther).failed.empty());
  CHECK(checked.at(kOther).compared == 8);
  return checked.at(kLayer).failed;
}

template <class Change>
std::string refusal_of_index(const Change& change) {
  return refusal([&](const Copy& copy) {
    json index = copy.index(kLayer);
    change(index);
    copy.write(kLayer, index);
  });
}

// Sets a tensor's largest element to something else, in the file.
void change_tensor(const fs::path& folder, const json& place, double (*change)(double)) {
  const fs::path file = folder / place.at("file").get<std::string>();
  std::string bytes = test::read_file(file);
  std::size_t count = 1;
  for (const auto& size : place.at("shape")) count *= size.get<std::size_t>();
  if (count == 0) return;
  std::uint16_t header = 0;
  std::memcpy(&header, bytes.data() + 8, sizeof header);
  const auto begin = [&]<class T>(T) {
    return bytes.data() + 10 + header + place.at("offset").get<std::size_t>() * sizeof(T);
  };
  const auto replace = [&]<class T>(T kind) {
    std::vector<T> values(count);
    std::memcpy(values.data(), begin(kind), count * sizeof(T));
    T* largest = &values[0];
    for (T& value : values) largest = std::abs(value) > std::abs(*largest) ? &value : largest;
    *largest = static_cast<T>(change(static_cast<double>(*largest)));
    std::memcpy(begin(kind), values.data(), count * sizeof(T));
  };
  const std::string type = place.at("dtype");
  if (type == "<f4") replace(float{});
  if (type == "<f8") replace(double{});
  if (type == "<i8") replace(std::int64_t{});
  test::write_file(file, bytes);
}

}  // namespace

TEST_CASE("A case with a damaged file fails by what is wrong with it, and the others are checked") {
  if (test::reference("data/oneshot/ops").empty()) return;
  const auto array = [](const Copy& copy) { return copy / kLayer / "f8.npy"; };
  CHECK_THAT(refusal([&](const Copy& copy) { fs::remove(array(copy)); }), ContainsSubstring("f8.npy is missing"));
  CHECK_THAT(refusal([&](const Copy& copy) { fs::resize_file(array(copy), fs::file_size(array(copy)) - 3); }),
             ContainsSubstring("is cut off"));
  CHECK_THAT(refusal([&](const Copy& copy) { fs::resize_file(array(copy), fs::file_size(array(copy)) - 16); }),
             ContainsSubstring("is cut off"));
  CHECK_THAT(refusal([&](const Copy& copy) { test::write_file(array(copy), ""); }),
             ContainsSubstring("is no .npy file"));
  CHECK_THAT(refusal([&](const Copy& copy) { test::write_file(copy / kLayer / "index.json", "{\"a\": "); }),
             ContainsSubstring("is no JSON object or list"));
  CHECK_THAT(refusal_of_index([](json& index) { index.erase("tensors"); }), ContainsSubstring("has no 'tensors'"));
  CHECK_THAT(refusal_of_index([](json& index) { index["tensors"]["x"]["offset"] = 1 << 20; }),
             ContainsSubstring("'x' lies outside of its file"));
  CHECK_THAT(refusal_of_index([](json& index) { index["tensors"]["x"]["shape"][0] = 3; }),
             ContainsSubstring("size of tensor"));
  CHECK_THAT(refusal_of_index([](json& index) { index["tensors"]["x"]["shape"] = "4"; }),
             ContainsSubstring("'tensors/x/shape' in its index is no list"));
  CHECK_THAT(refusal_of_index([](json& index) { index["tensors"].erase("init/op.1.weight"); }),
             ContainsSubstring("it has no tensor 'init/op.1.weight'"));
  CHECK_THAT(refusal_of_index([](json& index) { index["C_in"] = 5; }), ContainsSubstring("shape"));
  CHECK_THAT(refusal_of_index([](json& index) { index["kind"] = "conv"; }), ContainsSubstring("unknown layer 'conv'"));
  CHECK_THAT(refusal_of_index([](json& index) { index["affine"] = 1; }), ContainsSubstring("'affine' in its index"));
  CHECK_THAT(refusal_of_index([](json& index) { index["dtype"] = "f16"; }), ContainsSubstring("f32 and f64 are known"));
}

TEST_CASE("A tensor of another type, and a value that is no number, fail a case by name") {
  if (test::reference("data/oneshot/ops").empty()) return;
  const auto as_integers = [](const std::string& name) {
    return refusal_of_index(
        [&](json& index) { index["tensors"][name] = index["tensors"]["init/op.2.num_batches_tracked"]; });
  };
  CHECK_THAT(as_integers("x"), ContainsSubstring("the tensor 'x' holds whole numbers"));
  CHECK_THAT(as_integers("init/op.1.weight"), ContainsSubstring("the tensor 'init/op.1.weight' holds Long"));
  CHECK_THAT(as_integers("y_train"), ContainsSubstring("y_train: shape"));
  const auto with_nan = [](const std::string& name) {
    return refusal([&](const Copy& copy) {
      change_tensor(copy / kLayer, copy.index(kLayer)["tensors"][name], [](double) { return std::nan(""); });
    });
  };
  CHECK_THAT(with_nan("grad/op.1.weight"),
             ContainsSubstring("grad/op.1.weight: recorded is a value that is no finite number"));
  CHECK_THAT(with_nan("x"), ContainsSubstring("nan, allowed is"));
  CHECK_THAT(refusal_of_index([](json& index) { index["tensors"]["grad_x"]["offset"] = 0; }),
             ContainsSubstring("grad_x: deviates by"));
}

TEST_CASE("A case of an unknown kind, and arrays that no index names, are reported as not checked") {
  const Copy copy({kOther});
  if (!copy.is_there()) return;
  fs::create_directories(copy / "new/case");
  test::write_file(copy / "new/case/index.json", R"({"tensors": {}, "what": 1})");
  fs::create_directories(copy / "lost");
  fs::copy(copy / kOther / "f8.npy", copy / "lost/f8.npy");
  test::write_file(copy / "list.json", R"({"rows": [1]})");
  const auto checked = check(copy.path());
  REQUIRE(checked.size() == 4);
  CHECK_FALSE(checked.at("new/case").known);
  CHECK_FALSE(checked.at("list.json").known);
  CHECK_THAT(checked.at("lost").failed, ContainsSubstring("1 files without an index.json"));
  CHECK(checked.at(kOther).failed.empty());
}

TEST_CASE("A folder without cases is refused, one that is a case itself or lies deeper is checked, whatever its name") {
  const test::TemporaryFolder empty;
  CHECK_THROWS_WITH(check(empty.path()), ContainsSubstring("holds no recorded case"));
  CHECK_THROWS_WITH(check(empty / "absent"), ContainsSubstring("is no folder"));
  const Copy copy({kOther});
  if (!copy.is_there()) return;
  CHECK(check(copy / kOther).at("head_ce_f64").compared == 8);
  fs::create_directories(copy / "a/b/c");
  fs::rename(copy / kOther, copy / "a/b/c/case 7");
  CHECK(check(copy.path()).at("a/b/c/case 7").compared == 8);
}

TEST_CASE("Results that are not recorded are left out, and what nobody reads is named") {
  const Copy copy({kLayer});
  if (!copy.is_there()) return;
  json index = copy.index(kLayer);
  index["tensors"].erase("grad_x");
  index["tensors"].erase("y_eval_after");
  index["tensors"]["more"] = index["tensors"]["x"];
  index["level"] = 3;
  copy.write(kLayer, index);
  const CheckedCase checked = check(copy.path()).at(kLayer);
  CHECK(checked.failed.empty());
  CHECK(checked.compared == 10);
  CHECK(checked.unread == std::vector<std::string>{"more", "index.json: level"});
}

TEST_CASE("A list of cases is compared with what lies there and was checked") {
  const Copy copy({kLayer, kOther});
  if (!copy.is_there()) return;
  json list = json::array();
  for (const std::string& name : {kLayer, kOther}) {
    std::uintmax_t bytes = 0;
    for (const auto& file : fs::directory_iterator(copy / name)) bytes += file.file_size();
    list.push_back({{"case", name}, {"bytes", bytes}, {"tensors", copy.index(name)["tensors"].size()}});
  }
  const auto failed = [&](const json& changed) {
    test::write_file(copy / "manifest.json", changed.dump());
    return check(copy.path()).at("manifest.json").failed;
  };
  CHECK(failed(list).empty());
  json absent = list, other = list, more = list;
  absent.push_back({{"case", "ops/absent"}});
  CHECK_THAT(failed(absent), ContainsSubstring("ops/absent is there: does not hold"));
  other[0]["tensors"] = 5;
  CHECK_THAT(failed(other), ContainsSubstring("0/tensors"));
  more[1]["bytes"] = 5;
  CHECK_THAT(failed(more), ContainsSubstring("1/bytes"));
}

TEST_CASE("A change of any recorded tensor of a case is noticed") {
  for (const std::string name : {"ops/nor_conv_3x3_eval_s1_c4-4_f64", "ops/skip_connect_search_s2_c4-4_f64",
                                 "ops/head_ce_f64", "cell_net/net02_f64", "gdas_sampling/sampling_f64",
                                 "setn/case02_f64", "beta_darts/mlc_f64", "enas/controller_f64"}) {
    const Copy copy({name});
    if (!copy.is_there()) return;
    const json index = copy.index(name);
    const fs::path folder = copy / name;
    for (const auto& [tensor, place] : index.at("tensors").items()) {
      if (tensor.starts_with("case17/")) continue;  // GDAS's last one: its probabilities are 0 or 1 to many digits
      const fs::path file = folder / place.at("file").get<std::string>();
      const std::string before = test::read_file(file);
      const auto is_noticed = [&](double (*change)(double)) {
        change_tensor(folder, place, change);
        const bool fails = !check(folder).begin()->second.failed.empty();
        test::write_file(file, before);
        return fails;
      };
      CAPTURE(name, tensor);
      // The sign of rounding, or a larger one of what is largest already, need not matter.
      CHECK((is_noticed([](double value) { return -value; }) || is_noticed([](double value) { return value + 1; })));
    }
    CHECK(check(folder).begin()->second.failed.empty());
  }
}

}  // namespace cellar
