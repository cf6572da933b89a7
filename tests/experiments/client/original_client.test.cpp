#include "experiments/client/original_client.hpp"

#include <functional>

#include "experiments/client/python_error.hpp"
#include "experiments/client/structure.hpp"
#include "tests/catch.hpp"
#include "tests/experiments/client/made_up_records.hpp"

namespace cellar {

namespace {

using test::MadeUpRecords;
constexpr auto k201 = RecordSource::Kind::nas_bench_201;
constexpr auto kNats = RecordSource::Kind::nats_bench;

// "KeyError: 'x'".
std::string raised(const std::function<void()>& call) {
  try {
    call();
  } catch (const PythonError& error) {
    return error.type() + ": " + error.what();
  }
  return "nothing";
}

}  // namespace

TEST_CASE("the clients name what they are and how many cells they have") {
  CHECK(OriginalClient(MadeUpRecords(k201).records).repr() == "NASBench201API(3/4 architectures, file=made-up)");
  CHECK(OriginalClient(MadeUpRecords(kNats).records).repr() ==
        "NATStopology(3/4 architectures, fast_mode=False, file=made-up)");
  OriginalClient fast(MadeUpRecords(kNats, true).records);
  CHECK(fast.repr() == "NATStopology(0/4 architectures, fast_mode=True, file=made-up)");
  fast.get_latency(1, "cifar10", "200");
  CHECK(fast.evaluated_count() == 1);
}

TEST_CASE("an epoch beyond the schedule is an AssertionError in one client, a ValueError in the other") {
  const std::string text = "invalid iepoch=12 < 12";
  for (const auto& [kind, type] : {std::pair(k201, "AssertionError: "), {kNats, "ValueError: "}}) {
    OriginalClient client(MadeUpRecords(kind).records);
    CHECK(raised([&] { client.get_more_info(0, "cifar10-valid", 12, "12", false); }) == type + text);
  }
}

TEST_CASE("a set that is not recorded is a KeyError, and in nats_bench a ValueError that lists the times") {
  OriginalClient client(MadeUpRecords(k201).records);
  CHECK(raised([&] { client.query_meta_info_by_index(0, "200").get_metrics("cifar10", "x-valid"); }) ==
        "KeyError: 'x-valid@19'");
  OriginalClient nats(MadeUpRecords(kNats).records);
  const std::string message =
      raised([&] { nats.query_meta_info_by_index(0, "200").get_metrics("cifar10", "x-valid", 3); });
  CHECK(message.starts_with("ValueError: x-valid@3 not in dict_keys(['ori-test@0', 'ori-test@1', "));
  CHECK(message.ends_with("'ori-test@19'])"));
  CHECK(raised([&] { nats.query_meta_info_by_index(0, "200").get_metrics("cifar100", "x-valid", 3); }) ==
        "KeyError: 'x-valid@3'");
}

TEST_CASE("the mean of the trials has a float epoch, a single trial an int") {
  OriginalClient client(MadeUpRecords(kNats).records);
  const CellView cell = client.query_meta_info_by_index(1, "12");
  const PythonValue mean = cell.get_metrics("cifar10-valid", "x-valid", 3).to_python();
  CHECK(mean["iepoch"].is_number_float());
  CHECK(mean["accuracy"].get<double>() == Approx(13.444));
  CHECK(mean["all_time"] == 4.0);
  const PythonValue one = cell.get_metrics("cifar10-valid", "x-valid", 3, 777).to_python();
  CHECK(one["iepoch"].is_number_integer());
  CHECK(one["accuracy"] == MadeUpRecords::accuracy(1, 3, 777));
  CHECK(raised([&] { cell.get_metrics("cifar10-valid", "train", nullptr, 888); }) ==
        "ValueError: can not find random seed (888) from [111, 777]");
}

TEST_CASE("get_more_info of cifar100 in the middle of training has no valid and test, only valtest") {
  OriginalClient client(MadeUpRecords(k201).records);
  const PythonValue info = client.get_more_info(2, "cifar100", 9, "200", false);
  std::vector<std::string> keys;
  for (const auto& [key, value] : info.items()) keys.push_back(key);
  CHECK(keys == std::vector<std::string>{"train-loss", "train-accuracy", "train-per-time", "train-all-time",
                                         "valtest-loss", "valtest-accuracy", "valtest-per-time", "valtest-all-time"});
  CHECK(info["train-all-time"] == 20.0);
}

TEST_CASE("simulate_train_eval draws as random.choice does, and its clock runs") {
  OriginalClient client(MadeUpRecords(kNats).records);
  client.seed(7);
  CPythonRandom python(7);
  double clock = 0;
  for (int i = 0; i < 20; ++i) {
    const int seed = python.below(2) == 0 ? 777 : 888;
    const PythonValue answer = client.simulate_train_eval(0, "cifar10", nullptr, "200");
    CHECK(answer[0] == MadeUpRecords::accuracy(0, 19, seed));
    CHECK(answer[2] == 20 * 2.0 + 1.0);
    clock += 41;
    CHECK(answer[3] == clock);
  }
  CHECK(client.used_time() == clock);
  CHECK(raised([&] { client.simulate_train_eval(0, "cifar10-valid"); }) ==
        "ValueError: Invalid dataset name : cifar10-valid vs ('cifar10', 'cifar100', 'ImageNet16-120')");
}

TEST_CASE("nats_bench answers with the test set where validation is not recorded") {
  OriginalClient client(MadeUpRecords(kNats).records);
  const PythonValue answer = client.simulate_train_eval(0, "cifar100", 4, "200");
  CHECK(answer[0].get<double>() == Approx(4.8).margin(0.1));
  CHECK(answer[2] == 5 * 2.0 + 1.0);
}

TEST_CASE("find_best is the first of the highest within the limits") {
  OriginalClient client(MadeUpRecords(k201).records);
  CHECK(client.find_best("cifar10", "valid")[0] == 2);
  CHECK(client.find_best("cifar10", "valid", 20)[0] == 1);
  CHECK(client.find_best("cifar10", "valid", nullptr, 0.05).dump() == "[-1,null]");
  CHECK(raised([&] { client.find_best("foo", "valid"); }) == "KeyError: 'foo'");
}

TEST_CASE("show prints what the original prints") {
  OriginalClient client(MadeUpRecords(kNats).records);
  client.show(0);
  const std::string text = client.take_printed();
  const std::string head =
      std::string(40, '>') + " 012 epochs " + std::string(40, '>') + "\n" + MadeUpRecords::kSpellings[0] +
      "\ndatasets : ['cifar10-valid'], extra-info : None\n"
      "cifar10-valid  FLOP= 10.00 M, Params=0.100 MB, latency=12.50 ms.\n"
      "cifar10-valid  train : [loss = 0.114 & top1 = 11.44%], valid : [loss = 0.114 & top1 = 11.44%]\n";
  CHECK(text.starts_with(head));
  CHECK(text.ends_with(std::string(40, '<') + "------------" + std::string(40, '<') + "\n"));
  client.show(4);
  CHECK(client.take_printed() == "This index (4) is out of range (0~4).\n");
  client.show(3);
  CHECK(client.take_printed() == "The 3-th architecture has not been evaluated or not saved.\n");
  CHECK(raised([&] { client.show(-1); }) == "KeyError: -1");
  CHECK(client.take_printed().ends_with("\n---------- The (    0/    3) 000000-th architecture! ----------\narch : " +
                                        MadeUpRecords::kSpellings[0] + "\n"));
}

TEST_CASE("what is not a cell is answered as the originals do") {
  OriginalClient client(MadeUpRecords(k201).records);
  CHECK(client.query_index_by_arch("foo") == -1);
  CHECK(client.query_index_by_arch(nullptr) == -1);
  CHECK(client.query_index_by_arch(MadeUpRecords::kSpellings[2]) == 2);
  CHECK(raised([&] { client.query_index_by_arch(4); }) == "ValueError: Invalid architecture index 4 vs [0, 4].");
  CHECK(raised([&] { client.arch(4); }) == "AssertionError: invalid index : 4 vs. 4.");
  CHECK(raised([&] { client.get_net_config(9, "cifar10"); }) == "NameError: name 'arch_index' is not defined");
  CHECK(raised([&] { client.get_more_info("foo", "cifar10"); }) == "ValueError: Did not find -1 from arch2infos_dict.");
  CHECK(raised([&] { client.statistics("cifar10", "200"); }) == "KeyError: 3");
  CHECK(client.query_info_str_by_arch("foo").is_null());
  CHECK(client.take_printed() == "Find this arch-index : -1, but this arch is not evaluated.\n");
}

TEST_CASE("weights are None until reload, and a folder must have them") {
  OriginalClient client(MadeUpRecords(k201).records);
  const auto weights = client.get_net_param(0, "cifar10", nullptr, "200");
  REQUIRE(weights.size() == 2);
  CHECK(!weights[0].second);
  CHECK(raised([&] { client.get_net_param(0, "cifar10", 5, "12"); }) ==
        "ValueError: key=('cifar10', 5) not in [('cifar10-valid', 777), ('cifar10-valid', 111)]");
  CHECK(raised([&] { client.reload("/nonexistent", 0); }) == "AssertionError: invalid directory : /nonexistent");
}

TEST_CASE("a spelling is taken apart as by str2lists and str2matrix") {
  CHECK(str2lists("|none~0|+|skip_connect~0|nor_conv_3x3~1|").dump() ==
        R"([[["none",0]],[["skip_connect",0],["nor_conv_3x3",1]]])");
  CHECK(str2matrix("|none~0|+|skip_connect~0|nor_conv_3x3~1|", Dialect::nats_topology).dump() ==
        "[[0.0,0.0,0.0],[0.0,0.0,0.0],[1.0,3.0,0.0]]");
  CHECK(raised([] { str2lists("|none|"); }) == "AssertionError: invalid input length : none");
  CHECK(
      raised([] { str2matrix("|conv~0|", Dialect::nas_bench_201); }) ==
      "ValueError: this op (conv) is not in ['none', 'skip_connect', 'nor_conv_1x1', 'nor_conv_3x3', 'avg_pool_3x3']");
}

}  // namespace cellar
