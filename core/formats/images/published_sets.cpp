#include "core/formats/images/published_sets.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/errors.hpp"
#include "core/suggest.hpp"

namespace cellar {

namespace {

using Encoding = Publication::Encoding;

// MD5: as in torchvision's cifar.py and mnist.py and in AutoDL-Projects' DownsampledImageNet.py. None is published of
// the binary versions' single files.
PublishedSet cifar10() {
  PublishedSet set{"cifar10", 10, 32, 50000, 10000, {0, 9}, {0, 9}};
  Publication python{Encoding::pickled,
                     "cifar-10-batches-py",
                     {{"data_batch_1", {"c99cafc152244af753f735de768cd75f"}},
                      {"data_batch_2", {"d4bba439e000b95fd0a9bffe97cbabec"}},
                      {"data_batch_3", {"54ebc095f3ab1f0389bbae665268c751"}},
                      {"data_batch_4", {"634d18415352ddfa80567beed471001a"}},
                      {"data_batch_5", {"482c414d41f54cd18b22e5b47cb7c3cb"}}},
                     {{"test_batch", {"40351d587109b95175f43aff81a1287e"}}}};
  Publication binary{Encoding::binary, "cifar-10-batches-bin", {}, {{"test_batch.bin", {}}}};
  for (const PublishedFile& file : python.train) binary.train.push_back({file.name + ".bin", {}});
  set.publications = {std::move(python), std::move(binary)};
  set.address = "https://www.cs.toronto.edu/~kriz/cifar-10-python.tar.gz";
  return set;
}

PublishedSet cifar100() {
  PublishedSet set{"cifar100", 100, 32, 50000, 10000, {0, 99}, {0, 99}};
  set.label_key = "fine_labels";
  set.label_bytes = 2;
  set.publications = {{Encoding::pickled,
                       "cifar-100-python",
                       {{"train", {"16019d7e3df5f24257cddd939b257f8d"}}},
                       {{"test", {"f0ef6b0ae62326f3e7ffdfab6717acfc"}}}},
                      {Encoding::binary, "cifar-100-binary", {{"train.bin", {}}}, {{"test.bin", {}}}}};
  set.address = "https://www.cs.toronto.edu/~kriz/cifar-100-python.tar.gz";
  return set;
}

// The first 120 classes of ImageNet at 16 x 16 pixels (Chrabaszcz, Loshchilov and Hutter 2017; Dong and Yang 2020).
PublishedSet imagenet16_120() {
  PublishedSet set{"ImageNet16-120", 120, 16, 151700, 6000, {1, 1000}, {1, 120}};
  set.publications = {{Encoding::pickled,
                       "ImageNet16",
                       {{"train_data_batch_1", {"27846dcaa50de8e21a7d1a35f30f0e91"}},
                        {"train_data_batch_2", {"c7254a054e0e795c69120a5727050e3f"}},
                        {"train_data_batch_3", {"4333d3df2e5ffb114b05d2ffc19b1e87"}},
                        {"train_data_batch_4", {"1620cdf193304f4a92677b695d70d10f"}},
                        {"train_data_batch_5", {"348b3c2fdbb3940c4e9e834affd3b18d"}},
                        {"train_data_batch_6", {"6e765307c242a1b3d7d5ef9139b48945"}},
                        {"train_data_batch_7", {"564926d8cbf8fc4818ba23d2faac7564"}},
                        {"train_data_batch_8", {"f4755871f718ccb653440b9dd0ebac66"}},
                        {"train_data_batch_9", {"bb6dd660c38c58552125b1a92f86b5d4"}},
                        {"train_data_batch_10", {"8f03f34ac4b42271a294f91bf480f29b"}}},
                       {{"val_data", {"3410e3017fdaefba8d5073aaa65e4bd6"}}}}};
  set.address = "https://drive.google.com/drive/folders/1T3UIyZXUhMmIuJLOBMIYKAsJknAtrrO4";
  return set;
}

// The digests of an idx set's four files, training images and labels, test images and labels.
Publication idx(const std::string& folder, const std::vector<std::vector<std::string>>& md5) {
  return {Encoding::idx,
          folder,
          {{"train-images-idx3-ubyte", md5[0]}, {"train-labels-idx1-ubyte", md5[1]}},
          {{"t10k-images-idx3-ubyte", md5[2]}, {"t10k-labels-idx1-ubyte", md5[3]}}};
}

// Digests of the authors' release and of Debian's package (0.0~git20200523.55506a9), both compressed.
PublishedSet fashion_mnist() {
  PublishedSet set{"fashion-mnist", 10, 28, 60000, 10000, {0, 9}, {0, 9}};
  set.publications = {idx("fashion-mnist", {{"8d4fb7e6c68d591d4c3dfef9ec88bf0d", "cf8536b0aa1a6ac5fa3f23001093305c"},
                                            {"25c81989df183df01b3e8a0aad5dffbe", "10bea18fdb374794d4bb42e356e600c9"},
                                            {"bef4ecab320f06d8554ea6380940ec79", "f78720b4224f21cce2f2ccf2d7a94c9a"},
                                            {"bb300cfdad3c16e7a12a480ee83cd310", "0d30e22e447f3c33dab9ed536400ac01"}})};
  set.address = "Debian's package dataset-fashion-mnist or https://github.com/zalandoresearch/fashion-mnist";
  set.system_folder = "/usr/share/datasets/fashion-mnist";
  return set;
}

PublishedSet mnist() {
  PublishedSet set{"mnist", 10, 28, 60000, 10000, {0, 9}, {0, 9}};
  set.publications = {idx("mnist", {{"f68b3c2dcbeaaa9fbdd348bbdeb94873"},
                                    {"d53e105ee54ea40749a09fcbcd1e9432"},
                                    {"9fb629c4189551a2d022fa330f9573f3"},
                                    {"ec29112dd5afa0611ce80d1b7f02629c"}})};
  set.address = "https://ossci-datasets.s3.amazonaws.com/mnist";
  return set;
}

PublishedSet any_idx() {
  PublishedSet set{"idx", 0, 0, 0, 0, {0, 255}, {0, 255}};
  set.publications = {idx("idx", {{}, {}, {}, {}})};
  set.address = "your own: four idx files, named as MNIST's are";
  return set;
}

}  // namespace

const std::vector<PublishedSet>& published_sets() {
  static const std::vector<PublishedSet> sets = {cifar10(),       cifar100(), imagenet16_120(),
                                                 fashion_mnist(), mnist(),    any_idx()};
  return sets;
}

const PublishedSet& published_set(std::string_view name) {
  const auto& sets = published_sets();
  const auto found = std::find_if(sets.begin(), sets.end(), [&](const PublishedSet& set) { return set.name == name; });
  if (found != sets.end()) return *found;
  std::vector<std::string> names;
  for (const PublishedSet& set : sets) names.push_back(set.name);
  throw Error(unknown_name("data set", name, names));
}

}  // namespace cellar
