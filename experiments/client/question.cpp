#include "experiments/client/question.hpp"

#include <fmt/format.h>

#include "core/suggest.hpp"
#include "experiments/client/trial_view.hpp"

namespace cellar {

namespace {

ImageSet image_set(const std::string& dataset, const std::string& name) {
  const bool cifar10 = dataset == "cifar10" || dataset == "cifar10-valid";
  if (name == "valid") return ImageSet::x_valid;
  if (name == "test") return cifar10 ? ImageSet::ori_test : ImageSet::x_test;
  if (name == "train") return ImageSet::train;
  if (const auto set = evaluation_set(name)) return *set;
  throw Error(unknown_name("set", name, {"train", "x-valid", "x-test", "ori-test", "valid", "test"}));
}

}  // namespace

std::string schedule_label(const std::string& name) {
  if (name == "full") return "200";
  if (name == "less") return "12";
  return name;
}

std::string figure_name(Figure figure) {
  switch (figure) {
    case Figure::accuracy:
      return "accuracy";
    case Figure::top5:
      return "top-5 accuracy";
    case Figure::loss:
      return "loss";
    case Figure::seconds:
      return "seconds";
  }
  return {};
}

ResolvedQuestion resolve(const Question& question) {
  if (question.epoch && *question.epoch < 1)
    throw Error(fmt::format("epoch {}: epochs count from 1 (the original's iepoch 0)", *question.epoch));
  ResolvedQuestion resolved{.dataset = question.dataset,
                            .set = image_set(question.dataset, question.set),
                            .schedule = schedule_label(question.schedule),
                            .epoch = question.epoch,
                            .seed = question.seed,
                            .figure = question.figure};
  if (question.dataset == "cifar10" && question.set == "valid") resolved.dataset = "cifar10-valid";
  return resolved;
}

std::string format(const ResolvedQuestion& question) {
  std::string text =
      fmt::format("{} {} of {} after ", set_name(question.set), figure_name(question.figure), question.dataset);
  text += question.epoch ? fmt::format("{} of the {} epochs", *question.epoch, question.schedule)
                         : fmt::format("the {} epochs", question.schedule);
  return question.seed ? fmt::format("{}, seed {}", text, *question.seed) : text;
}

}  // namespace cellar
