// An oracle of one's own as a plug-in, with a space and a proxy: what Cellar needs to search where there is no table.
//   cellar run evolution --plugin ./libbumpy.so --oracle 'bumpy(noise=0.5)' --budget 200evaluations --out results
#include <cmath>

#include "core/plugin.hpp"

namespace {

// Words of six letters out of four, in which no letter follows itself: 972 of the 4,096.
class Words final : public cellar::SearchSpace {
 public:
  Words() : SearchSpace(std::vector<int>(6, 4)) {}
  std::string name() const override { return "words"; }
  bool valid(const cellar::Architecture& arch) const override {
    bool good = in_range(arch);
    for (std::size_t i = 1; good && i < 6; ++i) good = arch[i] != arch[i - 1];
    return good;
  }
  std::optional<std::uint64_t> size() const override { return 4 * 3 * 3 * 3 * 3 * 3; }
  std::uint64_t index(const cellar::Architecture& arch) const override {
    std::uint64_t index = arch[0];
    for (std::size_t i = 1; i < 6; ++i) index = 3 * index + arch[i] - (arch[i] > arch[i - 1] ? 1 : 0);
    return index;
  }
  cellar::Architecture at(std::uint64_t index) const override {
    cellar::Architecture arch(6);
    for (std::size_t i = 5; i > 0; --i, index /= 3) arch[i] = static_cast<std::uint8_t>(index % 3);
    arch[0] = static_cast<std::uint8_t>(index);
    for (std::size_t i = 1; i < 6; ++i) arch[i] = static_cast<std::uint8_t>(arch[i] + (arch[i] >= arch[i - 1] ? 1 : 0));
    return arch;
  }
};

double bumps(const cellar::Architecture& arch) {
  double sum = 0;
  for (std::size_t i = 0; i < 6; ++i) sum += std::cos(0.7 * static_cast<double>((i + 1) * arch[i]));
  return 50 + 8 * sum;
}

class Bumpy final : public cellar::Oracle {
 public:
  struct Options {
    double noise = 1;
    void describe(cellar::OptionList& list) { list.real("noise", noise, 0, 100, "deviation of an evaluation"); }
  };

  Bumpy(std::shared_ptr<const cellar::SearchSpace>, const std::string&, const Options& options) : options_(options) {}

  std::vector<cellar::Objective> objectives() const override { return {{"bumps.height", "m", true, 0, 100, {}}}; }
  const std::vector<cellar::Fidelity>& fidelities() const override {
    static const std::vector<cellar::Fidelity> kAll = {{1, 1}};
    return kAll;
  }
  cellar::Measurement measure(const cellar::Architecture& arch, cellar::Fidelity, int,
                              std::uint64_t draw) const override {
    cellar::Rng rng(draw);
    return {bumps(arch) + options_.noise * rng.normal(), 60};
  }

 private:
  Options options_;
};

std::vector<double> first_letters(const cellar::SearchSpace& space) {
  std::vector<double> scores;
  for (std::uint64_t i = 0; i < *space.size(); ++i) scores.push_back(-static_cast<double>(space.at(i)[0]));
  return scores;
}

}  // namespace

extern "C" const cellar::PluginAbi cellar_plugin_abi = cellar::plugin_abi();
extern "C" void cellar_plugin_v1(cellar::Extensions& extensions) {
  extensions.spaces.add(
      {"words", "six letters of four, none twice in a row", [] { return std::make_shared<const Words>(); }});
  extensions.proxies.add({"first-letter", "a low first letter", first_letters});
  extensions.oracles.add<Bumpy>({.name = "bumpy", .summary = "a landscape of bumps", .space = "words"});
}
