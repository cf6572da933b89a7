#include "searchers/oneshot/search_options.hpp"

namespace cellar::oneshot {

void SearchOptions::describe_script(OptionList& list) {
  list.choice("script", script, {"auto", "nats-bench", "nas-bench-201"},
              "whose steps are made; auto: NATS-Bench's, or those of the checkpoint that it goes on from");
}

void SearchOptions::describe(OptionList& list) {
  list.integer("epochs", epochs, 1, 100'000, "how long the supernet is trained");
  list.integer("warmup", warmup, 0, 100'000, "epochs before these, in which the learning rate rises from 0");
  list.integer("period", period, 0, 100'000, "epochs in which the learning rate falls, to rise again; 0: all of them");
  list.integer("channels", channels, 1, 1024, "channels of the supernet's first stage");
  list.integer("cells", cells, 1, 100, "cells in each of its three stages");
  list.flag("affine", affine, "normalisations in cells have a scale and a shift, convolutions no bias");
  list.flag("track", track, "normalisations in cells keep running statistics; off: every batch has its own");
  list.choice("images", images,
              {"dataset", "cifar10", "cifar100", "ImageNet16-120", "fashion-mnist", "mnist", "idx", "toy"},
              "what it is trained on: those of the data set that is searched, or others");
  list.integer("side", side, 0, 1024, "images are reduced to this side [pixels]; 0: as they are");
  list.integer("most_images", most_images, 0, 100'000'000, "so many for the weights and for the architecture; 0: all");
  list.integer("batch", batch, 2, 100'000, "images in a step");
  list.integer("valid_batch", valid_batch, 2, 100'000, "images that a candidate is judged by");
  list.real("rate", rate, 1e-9, 100, "learning rate of the weights at the beginning");
  list.real("least_rate", least_rate, 0, 100, "and at the end");
  list.real("weight_decay", weight_decay, 0, 10, "decay of the weights");
  list.flag("nesterov", nesterov, "Nesterov's momentum for the weights; off: plain momentum");
  list.real("clip", clip, 0, 1e9,
            "the longest gradient in a step of the weights; 0: any, and 5 by NAS-Bench-201's scripts but SETN's");
  list.real("alpha_rate", alpha_rate, 1e-9, 100, "learning rate of the architecture parameters");
  list.real("alpha_decay", alpha_decay, 0, 10, "decay of the architecture parameters");
  list.real("drop_path", drop_path, 0, 0.99, "share of feature maps that is dropped in the last epoch");
  list.choice("precision", precision, {"float32", "bfloat16"}, "what convolutions compute in");
  list.real("epoch_seconds", epoch_seconds, 0, 1e9,
            "what an epoch costs on the simulated clock; 0: the seconds that it took, and no two traces are the same");
}

network::CosineSchedule SearchOptions::schedule() const {
  return {.highest = rate, .least = least_rate, .epochs = epochs, .warmup = warmup, .period = period};
}

TrainerOptions SearchOptions::trainer() const {
  TrainerOptions options;
  options.sgd.weight_decay = weight_decay;
  options.sgd.nesterov = nesterov;
  if (clip > 0) options.clip = clip;
  options.adam.weight_decay = alpha_decay;
  options.alpha_rate = alpha_rate;
  return options;
}

}  // namespace cellar::oneshot
