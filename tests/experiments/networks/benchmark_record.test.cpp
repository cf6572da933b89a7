#include "experiments/networks/benchmark_record.hpp"

#include "experiments/networks/training_plan.hpp"
#include "tests/catch.hpp"

namespace cellar {

TEST_CASE("What nb201 records of a cell is found by metric, and what it does not know is none") {
  const auto record = [](const char* metric, std::size_t cell) { return benchmark_record(parse_metric(metric), cell); };
  CHECK(record("cifar10.test@200/200", 6111).value() == Approx(94.373).margin(1e-3));
  CHECK(record("ImageNet16-120.test@200/200", 857).value() == Approx(47.311).margin(1e-3));
  CHECK(record("cifar10-valid.valid@12/12", 6111).value() > 80);
  CHECK_FALSE(record("cifar10.test@199/200", 6111));
  CHECK_FALSE(record("fashion-mnist.test@200/200", 6111));
  CHECK_FALSE(record("cifar10.test@200/200", 15'625));
}

TEST_CASE("A plan is the benchmark's with its epochs, size, batch, rate and all images, and not with one other") {
  TrainingPlan plan;
  plan.dataset = "cifar10";
  CHECK(plan.is_the_benchmarks());
  CHECK(plan.spelling() == "dataset=cifar10 epochs=12 channels=16 cells=5 side=0 most_images=0 batch=256 rate=0.1");
  plan.options.epochs = 200;
  CHECK(plan.is_the_benchmarks());
  const auto with = [&](const auto& change) {
    TrainingPlan other = plan;
    change(other);
    return other.is_the_benchmarks();
  };
  CHECK_FALSE(with([](TrainingPlan& other) { other.options.epochs = 100; }));
  CHECK_FALSE(with([](TrainingPlan& other) { other.options.channels = 8; }));
  CHECK_FALSE(with([](TrainingPlan& other) { other.options.cells = 1; }));
  CHECK_FALSE(with([](TrainingPlan& other) { other.options.batch = 128; }));
  CHECK_FALSE(with([](TrainingPlan& other) { other.options.rate = 0.2; }));
  CHECK_FALSE(with([](TrainingPlan& other) { other.side = 16; }));
  CHECK_FALSE(with([](TrainingPlan& other) { other.most_images = 5000; }));
}

TEST_CASE("An accuracy stands beside what nb201 records, where the training was the benchmark's") {
  TrainingPlan plan;
  plan.dataset = "cifar10";
  plan.options.epochs = 200;
  CHECK(judged_accuracy(plan, "test", 6111, 90.126) == "cifar10.test@200/200 = 90.13 % (nb201: 94.37 %)");
  plan.options.channels = 8;
  CHECK(judged_accuracy(plan, "test", 6111, 90.126) == "cifar10.test@200/200 = 90.13 %");
  plan = {};
  plan.dataset = "fashion-mnist";
  CHECK(judged_accuracy(plan, "test", 6111, 90) == "fashion-mnist.test@12/12 = 90.00 %");
}

}  // namespace cellar
