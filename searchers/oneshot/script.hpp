#pragma once

#include "searchers/oneshot/search_plan.hpp"

namespace cellar::oneshot {

// Makes of a search as NATS-Bench's one script makes it (exps/NATS-algos/search-cell.py) what the script of the same
// algorithm in exps/NAS-Bench-201-algos makes: DARTS-V1.py, DARTS-V2.py, GDAS.py, SETN.py, ENAS.py, RANDOM-NAS.py of
// AutoDL-Projects. The head's normalisation scales and keeps statistics, gradients are clipped to 5 where no other
// length is asked for (SETN's are not), weights have other names, and
//   DARTS, second order   moves the architecture parameters before the weights;
//   GDAS                  is judged by the architecture's passes of the epoch, not by the validation images;
//   RSPS                  draws one cell for all layers, dead ones too, and makes no pass for the architecture; its
//                         candidates may repeat;
//   ENAS                  makes no pass for the architecture, crops and flips its validation images, and has other
//                         constants for its controller.
// Learning rates, epochs and batches are options, and stay.
void follow_nas_bench_201(SearchPlan& plan);

}  // namespace cellar::oneshot
