#include <string>
#include <vector>

#include "experiments/program/commands.hpp"

int main(int argc, char* argv[]) { return cellar::run_program(std::vector<std::string>(argv + 1, argv + argc)); }
