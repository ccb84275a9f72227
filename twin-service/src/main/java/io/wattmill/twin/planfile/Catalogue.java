// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.planfile;

import io.wattmill.router.engine.GpuSpec;
import io.wattmill.router.engine.Gpus;
import io.wattmill.router.engine.ModelArchitecture;
import io.wattmill.router.engine.Models;

import java.util.List;

/** What a plan may name of GPUs and models: what the engine catalogue knows. */
final class Catalogue {
    private Catalogue() {}

    static boolean knowsGpu(String name) {
        return Gpus.find(name).isPresent();
    }

    static List<String> gpus() {
        return Gpus.all().stream().map(GpuSpec::name).toList();
    }

    static boolean knowsModel(String name) {
        return Models.find(name).isPresent();
    }

    static List<String> models() {
        return Models.all().stream().map(ModelArchitecture::name).toList();
    }
}
