#include "searchers/oneshot/checks/check_kinds.hpp"

#include <algorithm>

#include "searchers/oneshot/checks/check_beta_darts.hpp"
#include "searchers/oneshot/checks/check_cells.hpp"
#include "searchers/oneshot/checks/check_checkpoint.hpp"
#include "searchers/oneshot/checks/check_controller.hpp"
#include "searchers/oneshot/checks/check_dirichlet.hpp"
#include "searchers/oneshot/checks/check_initialisation.hpp"
#include "searchers/oneshot/checks/check_search_evaluation.hpp"
#include "searchers/oneshot/checks/check_search_steps.hpp"
#include "space/network/checks/check_cell_network.hpp"
#include "space/network/checks/check_costs.hpp"
#include "space/network/checks/check_data.hpp"
#include "space/network/checks/check_layers.hpp"
#include "space/network/checks/check_proxies.hpp"
#include "space/network/checks/check_supernet.hpp"
#include "space/network/checks/check_transforms.hpp"

namespace cellar::oneshot {

namespace {

using network::RecordedValue;

// Whether an index has a list of this name whose first entry has the key.
bool lists(const RecordedValue& index, const std::string& list, const std::string& key) {
  if (!index.has(list) || !index.at(list).is_list() || index.at(list).size() == 0) return false;
  const RecordedValue first = index.at(list).at(0);
  return first.is_object() && first.has(key);
}

bool has_network(const RecordedValue& index, bool of_nats_bench) {
  return index.has("steps") && index.has("network") &&
         (index.at("network").at("name").text() == "generic") == of_nats_bench;
}

constexpr std::array kCaseKinds = {
    CaseKind{"head",
             [](const RecordedValue& index) { return index.has("top1") && index.has("top5"); },
             {network::check_head, nullptr}},
    CaseKind{"layer", [](const RecordedValue& index) { return index.has("C_in"); }, {network::check_layer, nullptr}},
    CaseKind{"network of a cell",
             [](const RecordedValue& index) { return index.has("config") && index.at("config").is_object(); },
             {network::check_cell_network, nullptr},
             CaseKind::Kinks::pass},
    CaseKind{"training of a cell",
             [](const RecordedValue& index) { return index.has("genotype") && index.has("loss") && index.has("lr"); },
             {network::check_training, nullptr},
             CaseKind::Kinks::sequence},
    CaseKind{"search of NATS-Bench",
             [](const RecordedValue& index) { return has_network(index, true); },
             {network::check_supernet_passes, check_search_steps},
             CaseKind::Kinks::sequence},
    CaseKind{"search of NAS-Bench-201",
             [](const RecordedValue& index) { return has_network(index, false); },
             {network::check_nb201_supernet_passes, check_search_steps},
             CaseKind::Kinks::sequence},
    CaseKind{"second order",
             [](const RecordedValue& index) { return index.has("vector_norm"); },
             {check_unrolled, nullptr},
             CaseKind::Kinks::sequence},
    CaseKind{"evaluation of a search",
             [](const RecordedValue& index) { return index.has("valid_mode"); },
             {check_search_evaluation, nullptr}},
    CaseKind{"sampling of GDAS",
             [](const RecordedValue& index) { return lists(index, "rows", "tau"); },
             {check_gdas_sampling, nullptr}},
    CaseKind{"ranking of SETN", [](const RecordedValue& index) { return index.has("top100"); }, {check_setn, nullptr}},
    CaseKind{"controller", [](const RecordedValue& index) { return index.has("lstm"); }, {check_controller, nullptr}},
    CaseKind{"training of a controller",
             [](const RecordedValue& index) { return index.has("samples_per_call"); },
             {check_controller_training, nullptr},
             CaseKind::Kinks::sequence},
    CaseKind{"proxies",
             [](const RecordedValue& index) { return index.has("per_layer_sums"); },
             {network::check_proxies, nullptr}},
    CaseKind{"derived cells",
             [](const RecordedValue& index) { return lists(index, "rows", "unique_str"); },
             {check_derive, nullptr}},
    CaseKind{"divergence and draws of DrNAS",
             [](const RecordedValue& index) { return lists(index, "rows", "kl_sum"); },
             {check_dirichlet, nullptr}},
    CaseKind{"regulariser of Beta-DARTS",
             [](const RecordedValue& index) { return lists(index, "rows", "loss"); },
             {check_beta_regulariser, nullptr}},
    CaseKind{"steps of Beta-DARTS",
             [](const RecordedValue& index) { return lists(index, "steps", "mlc"); },
             {check_beta_steps, nullptr},
             CaseKind::Kinks::sequence},
    CaseKind{"transforms",
             [](const RecordedValue& index) { return lists(index, "rows", "crop_top"); },
             {network::check_transforms, nullptr}},
};

bool has_networks(const RecordedValue& root) {
  const auto members = root.members();
  return std::any_of(members.begin(), members.end(), [](const auto& member) {
    return member.second.is_object() && member.second.has("num_state_entries");
  });
}

using Folder = std::filesystem::path;

constexpr std::array kFileKinds = {
    FileKind{"order of cells", [](const RecordedValue& root) { return root.has("count") && root.has("last"); },
             [](const Folder& /*folder*/, const RecordedValue& root, at::Device /*device*/) {
               return check_generation_order(root);
             }},
    FileKind{"costs", [](const RecordedValue& root) { return lists(root, "rows", "flops_M"); },
             [](const Folder& /*folder*/, const RecordedValue& root, at::Device /*device*/) {
               return network::check_costs(root);
             }},
    FileKind{"initial values", has_networks,
             [](const Folder& /*folder*/, const RecordedValue& root, at::Device device) {
               return check_initialisation(root, device);
             }},
    FileKind{"checkpoint", [](const RecordedValue& root) { return root.has("basic") || root.has("last-info"); },
             [](const Folder& folder, const RecordedValue& root, at::Device /*device*/) {
               return check_checkpoint(folder, root);
             },
             true},
    FileKind{
        "images",
        [](const RecordedValue& root) { return root.has("cifar10") || root.has("cifar100") || root.has("ImageNet16"); },
        [](const Folder& folder, const RecordedValue& root, at::Device /*device*/) {
          return network::check_data(folder, root);
        },
        true, true},
};

template <class Kinds>
const typename Kinds::value_type* find(const Kinds& kinds, const RecordedValue& value) {
  const auto found = std::find_if(kinds.begin(), kinds.end(), [&](const auto& kind) { return kind.fits(value); });
  return found == kinds.end() ? nullptr : &*found;
}

}  // namespace

const CaseKind* find_kind(const RecordedValue& index) { return find(kCaseKinds, index); }

const FileKind* find_file_kind(const RecordedValue& root) {
  return root.is_object() ? find(kFileKinds, root) : nullptr;
}

}  // namespace cellar::oneshot
