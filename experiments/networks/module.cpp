#include "core/plugin.hpp"
#include "experiments/networks/check_oneshot_command.hpp"
#include "experiments/networks/evaluate_command.hpp"
#include "experiments/networks/proxy_command.hpp"
#include "experiments/networks/train_command.hpp"
#include "searchers/oneshot/register.hpp"

// The module of the program that needs LibTorch, as a plug-in.

extern "C" const cellar::PluginAbi cellar_plugin_abi = cellar::plugin_abi();

extern "C" void cellar_plugin_v1(cellar::Extensions& extensions) {
  cellar::oneshot::register_searchers(extensions.searchers);
  extensions.commands.add(cellar::make_proxy_command());
  extensions.commands.add(cellar::make_train_command());
  extensions.commands.add(cellar::make_evaluate_command());
  extensions.commands.add(cellar::make_check_oneshot_command());
}
