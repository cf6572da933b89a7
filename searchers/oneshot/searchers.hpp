#pragma once

#include "searchers/oneshot/shared_search.hpp"

// The weight-sharing searchers of NATS-Bench (AutoDL-Projects, exps/NATS-algos/search-cell.py), and successors of
// DARTS.
namespace cellar::oneshot {

// DARTS (Liu, Simonyan and Yang 2019): mixtures of operations, gradients of their weights.
class Darts final : public SharedSearch {
 public:
  struct Options : SearchOptions {
    std::string order = "1";
    void describe(OptionList& list);
  };
  Darts(const Problem& problem, const Options& options, Rng rng, const Resources& resources);
};

// GDAS (Dong and Yang 2019): one sampled operation an edge, whose gradient goes through the sampling.
class Gdas final : public SharedSearch {
 public:
  struct Options : SearchOptions {
    double tau_max = 10, tau_min = 0.1;
    void describe(OptionList& list);
  };
  Gdas(const Problem& problem, const Options& options, Rng rng, const Resources& resources);
};

struct CandidateOptions : SearchOptions {
  int candidates = 100, last_candidates = 0;
  void describe(OptionList& list);
};

// SETN (Dong and Yang 2019): weights trained on uniform cells, cells ranked by probability, the best of the first.
class Setn final : public SharedSearch {
 public:
  using Options = CandidateOptions;
  Setn(const Problem& problem, const Options& options, Rng rng, const Resources& resources);
};

// Random search with parameter sharing (Li and Talwalkar 2019): uniform cells train weights, the best of random ones.
class Rsps final : public SharedSearch {
 public:
  using Options = CandidateOptions;
  Rsps(const Problem& problem, const Options& options, Rng rng, const Resources& resources);
};

// ENAS (Pham et al. 2018): a controller draws the cells that train weights, and is trained on how they do.
class Enas final : public SharedSearch {
 public:
  struct Options : CandidateOptions {
    int updates = 50, samples = 20;
    double controller_rate = 1e-3;
    void describe(OptionList& list);
  };
  Enas(const Problem& problem, const Options& options, Rng rng, const Resources& resources);
};

// Beta-DARTS (Ye et al. 2022; the authors' nasbench201/train_search.py): DARTS whose architecture parameters are kept
// from running away, ever more with every epoch. Images are divided as for the others, not in the order of the file.
class BetaDarts final : public SharedSearch {
 public:
  struct Options : SearchOptions {
    Options();
    double beta = 50;
    void describe(OptionList& list);
  };
  BetaDarts(const Problem& problem, const Options& options, Rng rng, const Resources& resources);
};

// DrNAS (Chen et al. 2021; the authors' 201-space/train_search.py, without its partial channels): the weights of a
// mixture are drawn from a Dirichlet distribution around the architecture parameters. Images as for Beta-DARTS.
class Drnas final : public SharedSearch {
 public:
  struct Options : SearchOptions {
    Options();
    std::string regulariser = "l2";
    double scale = 1e-3;
    void describe(OptionList& list);
  };
  Drnas(const Problem& problem, const Options& options, Rng rng, const Resources& resources);
};

}  // namespace cellar::oneshot
