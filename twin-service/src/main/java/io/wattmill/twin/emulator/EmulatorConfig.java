// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator;

import io.wattmill.kit.config.Setting;
import io.wattmill.router.engine.GpuSpec;
import io.wattmill.router.engine.Gpus;
import io.wattmill.router.engine.ModelArchitecture;
import io.wattmill.router.engine.Models;
import io.wattmill.twin.emulator.kv.EventEncoding;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Settings of the emulated fleet: section {@code twin.emulator}. */
public record EmulatorConfig(
        @Setting(value = "true", doc = "Whether the fleet runs.") boolean enabled,
        @Setting(value = "4", min = 1, max = 256, doc = "Emulated nodes.") int nodes,
        @Setting(value = "llama-3.1-8b", doc = "Model that every node serves.") String model,
        @Setting(value = "h100-sxm", doc = "GPU type, of the engine catalogue.") String gpu,
        @Setting(value = "1", min = 1, max = 8, doc = "GPUs per node, one tensor-parallel group.")
                int gpusPerNode,
        @Setting(value = "zone-a", doc = "Zones; nodes take them in turn.") List<String> zones,
        @Setting(value = "", doc = "Labels of every node.") Map<String, String> labels,
        @Setting(value = "127.0.0.1", doc = "Address to bind.") String host,
        @Setting(
                        value = "0",
                        min = 0,
                        max = 65_000,
                        doc =
                                "First port; node n takes base + 2n and base + 2n + 1, and for KV"
                                        + " events the same behind all nodes' ports. 0: any free"
                                        + " ones.")
                int basePort,
        @Setting(value = "42", doc = "Seed of words and lengths of the answers.") long seed,
        @Setting(value = "1.0", doc = "Times faster than the modelled hardware; 1 is real time.")
                double speed,
        @Setting(
                        value = "0.12",
                        min = 0,
                        max = 9,
                        doc =
                                "Host watts per GPU watt, for the node's electricity meter; no"
                                        + " agent reads it.")
                BigDecimal hostShare,
        @Setting(
                        value = "0",
                        min = 0,
                        max = 255,
                        doc =
                                "Nodes, the first ones, that compute prompts for the others, which"
                                        + " then only decode; 0: each computes requests whole.")
                int prefillNodes,
        Engine engine,
        Limits limits) {
    private static final double MAX_SPEED = 10_000;

    /**
     * Refuses models and GPUs that the catalogue does not hold, and groups that cannot serve them.
     */
    public EmulatorConfig {
        var models = Models.all().stream().map(ModelArchitecture::name).toList();
        var gpus = Gpus.all().stream().map(GpuSpec::name).toList();
        require(models.contains(model), "model '" + model + "' is not one of " + models);
        require(gpus.contains(gpu), "gpu '" + gpu + "' is not one of " + gpus);
        int heads = Models.find(model).orElseThrow().heads();
        require(heads % gpusPerNode == 0, "gpus-per-node must divide the model's heads: " + heads);
        require(speed > 0 && speed <= MAX_SPEED, "speed must be above 0 and at most " + MAX_SPEED);
        require(
                prefillNodes == 0 || prefillNodes < nodes,
                "prefill-nodes must leave nodes that decode");
        require(!zones.isEmpty(), "zones must name at least one zone");
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** How each engine is set up; the names are vLLM's where it has one. */
    public record Engine(
            @Setting(value = "131072", min = 16, max = 10_000_000, doc = "Longest context, tokens.")
                    int maxModelLen,
            @Setting(value = "256", min = 1, max = 4_096, doc = "Sequences that share a step.")
                    int maxRunning,
            @Setting(value = "1024", min = 1, max = 1_000_000, doc = "Sequences that may wait.")
                    int maxWaiting,
            @Setting(value = "8192", min = 16, max = 1_000_000, doc = "Tokens computed per step.")
                    int maxBatchedTokens,
            @Setting(
                            value = "0",
                            min = 0,
                            max = 1_000_000_000,
                            doc =
                                    "KV cache in tokens; 0: what fits in the GPUs beside the"
                                            + " weights.")
                    long kvCapacityTokens,
            @Setting(value = "true", doc = "Whether prompts that begin alike share KV cache.")
                    boolean prefixCaching,
            @Setting(value = "220", min = 1, max = 100_000, doc = "Mean length of answers, tokens.")
                    int answerMeanTokens,
            @Setting(
                            value = "1024",
                            min = 1,
                            max = 65_536,
                            doc = "Length of embeddings, and the longest that may be asked for.")
                    int embeddingDimensions,
            @Setting(
                            value = "none",
                            doc =
                                    "How it tells what its prefix cache stores and removes, over"
                                            + " ZeroMQ: none, arrays (vLLM up to 0.25, SGLang) or"
                                            + " maps (vLLM since).")
                    EventEncoding kvEvents) {}

    /** Bounds. */
    public record Limits(
            @Setting(
                            value = "8388608",
                            min = 1_024,
                            max = 1_073_741_824,
                            doc = "Longest body, bytes.")
                    long bodyBytes,
            @Setting(
                            value = "1048576",
                            min = 1_024,
                            max = 1_073_741_824,
                            doc = "Bytes that wait for a slow reader of a stream before it is cut.")
                    int streamBufferBytes,
            @Setting(
                            value = "1024",
                            min = 1,
                            max = 100_000,
                            doc = "Sequences of one request: prompts times choices, or inputs.")
                    int sequences,
            @Setting(
                            value = "64",
                            min = 1,
                            max = 100_000,
                            doc = "Steps that a late engine ends before others get a turn.")
                    int catchUpSteps,
            @Setting(
                            value = "744",
                            min = 1,
                            max = 100_000,
                            doc = "Hours that each node's electricity meter keeps.")
                    int meterHours,
            @Setting(
                            value = "10000",
                            min = 1,
                            max = 1_000_000,
                            doc = "Batches of KV events that each node can tell again.")
                    int kvEventBatches,
            @Setting(
                            value = "10m",
                            min = 1_000,
                            doc = "Silence after which a connection is closed.")
                    Duration idleTimeout,
            @Setting(
                            value = "30s",
                            min = 1,
                            doc = "Longest wait for answers in flight when draining.")
                    Duration drainTimeout) {}
}
