// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.evaluate;

import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.router.engine.GpuSpec;
import io.wattmill.router.engine.Gpus;
import io.wattmill.router.engine.ModelArchitecture;
import io.wattmill.router.engine.Models;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One group of a fleet file; notes what is wrong with it. */
final class GroupFields {
    private static final Set<String> KEYS = Set.of("count", "gpu", "model", "tp", "kv-tokens");
    private static final int MOST = 1_024;
    private static final long MOST_TOKENS = 1L << 40;

    private final String path;
    private final JsonNode node;
    private final List<String> problems;

    GroupFields(String path, JsonNode node, List<String> problems) {
        this.path = path;
        this.node = node;
        this.problems = problems;
    }

    /** The group, unless something is wrong with it. */
    Optional<EngineGroup> group() {
        int before = problems.size();
        node.fieldNames().forEachRemaining(this::known);
        long count = whole("count", 1, MOST, 0);
        long tp = whole("tp", 1, MOST, 1);
        Optional<GpuSpec> gpu = gpu();
        Optional<ModelArchitecture> model = model();
        if (problems.size() > before || gpu.isEmpty() || model.isEmpty()) {
            return Optional.empty();
        }
        return fitting((int) count, gpu.get(), model.get(), (int) tp);
    }

    private void known(String key) {
        if (!KEYS.contains(key)) {
            problem(key, "is not known; one of count, gpu, model, tp, kv-tokens");
        }
    }

    private Optional<EngineGroup> fitting(int count, GpuSpec gpu, ModelArchitecture model, int tp) {
        if (model.heads() % tp != 0) {
            problem("tp", tp + " does not divide the model's " + model.heads() + " heads");
            return Optional.empty();
        }
        long room = EngineGroup.room(gpu, model, tp);
        if (room < 1) {
            problem(
                    "tp",
                    model.name() + " does not fit on " + tp + " " + gpu.name() + "; more of them");
            return Optional.empty();
        }
        return Optional.of(
                new EngineGroup(count, gpu, model, tp, whole("kv-tokens", 1, MOST_TOKENS, room)));
    }

    private Optional<GpuSpec> gpu() {
        Optional<GpuSpec> found = Gpus.find(node.path("gpu").asText());
        if (found.isEmpty()) {
            var names = Gpus.all().stream().map(GpuSpec::name).toList();
            problem("gpu", "'" + node.path("gpu").asText() + "' is not known; one of " + names);
        }
        return found;
    }

    private Optional<ModelArchitecture> model() {
        Optional<ModelArchitecture> found = Models.find(node.path("model").asText());
        if (found.isEmpty()) {
            var names = Models.all().stream().map(ModelArchitecture::name).toList();
            problem("model", "'" + node.path("model").asText() + "' is not known; one of " + names);
        }
        return found;
    }

    /**
     * @param otherwise where the key is missing; 0 = it must not be
     */
    private long whole(String key, long least, long most, long otherwise) {
        JsonNode value = node.path(key);
        if (value.isMissingNode() && otherwise > 0) {
            return otherwise;
        }
        if (!value.isIntegralNumber() || value.asLong() < least || value.asLong() > most) {
            problem(key, "is a whole number from " + least + " to " + most);
            return least;
        }
        return value.asLong();
    }

    private void problem(String key, String what) {
        problems.add(path + "." + key + ": " + what);
    }
}
