# Unity builds, which the presets with sanitizers are: several files of a room are compiled as one. A file stays alone
# where a name in its anonymous namespace is one in another file of the room, too.
function(cellar_compiled_alone target)
  if(TARGET ${target})
    list(TRANSFORM ARGN PREPEND "${PROJECT_SOURCE_DIR}/" OUTPUT_VARIABLE files)
    set_source_files_properties(${files} TARGET_DIRECTORY ${target} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  endif()
endfunction()

cellar_compiled_alone(cellar_core core/table/records/shape_text.cpp core/trace/end.cpp)
cellar_compiled_alone(cellar_formats
  core/formats/import_header.cpp
  core/formats/md5_name.cpp
  core/formats/nas_bench/cell_reader.cpp
  core/formats/text_file.cpp
  core/formats/torch/cell_archive.cpp)
cellar_compiled_alone(cellar_space space/nb201/edge_curves.cpp)
cellar_compiled_alone(cellar_experiments
  experiments/checkpoint/drawing.cpp
  experiments/checks/check_bohb_kde.cpp
  experiments/checks/check_reinforce_steps.cpp
  experiments/checks/client_weights.cpp
  experiments/report/curve_metric.cpp
  experiments/report/plot_command.cpp
  experiments/report/published.cpp
  experiments/report/truth.cpp
  experiments/show/facts.cpp)

# Rooms with LibTorch are compiled file by file: a unity build of them has not been tried.
foreach(target cellar_network cellar_oneshot cellar_networks_commands cellar_networks_module)
  if(TARGET ${target})
    set_target_properties(${target} PROPERTIES UNITY_BUILD OFF)
  endif()
endforeach()
