#pragma once

#include "core/table/records/record_columns.hpp"

namespace cellar {

// Adds what searches and reports ask for, computed from the columns of single trials: the mean accuracies over training
// seeds ("cifar10.test@200/200"), the seconds of a training epoch and of a validation pass, the latency, and the costs.
// FLOPs and parameters are those of the longest schedule; where its trials disagree (NATS-Bench issue 36), those of
// seed 888, as NATS-Bench's client takes them. Returns the number of cells where they do.
std::size_t add_record_means(RecordColumns& columns, std::size_t architectures);

}  // namespace cellar
