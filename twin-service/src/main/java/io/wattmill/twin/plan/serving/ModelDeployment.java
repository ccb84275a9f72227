// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.plan.serving;

import io.wattmill.router.engine.ModelArchitecture;
import io.wattmill.router.engine.Models;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One model as it is to be served on one kind of node.
 *
 * @param id name within the plan
 * @param model architecture as the engine catalogue names it, for example {@code llama-3.1-70b}
 * @param nodeType name of the node type that serves it
 * @param parallelism how an engine spreads over GPUs
 * @param concurrency requests in flight at once on one engine; empty when the plan does not say
 * @param inputTokens prompt length to plan for
 * @param outputTokens answer length to plan for
 * @param memoryUtilizationPpm share of the GPU memory that the engine may take, in millionths
 * @param serving how many engines there are, and how they are set up
 * @param objectives what makes a request good, by rising percentile; never empty
 */
public record ModelDeployment(
        String id,
        String model,
        String nodeType,
        Parallelism parallelism,
        OptionalInt concurrency,
        long inputTokens,
        long outputTokens,
        long memoryUtilizationPpm,
        Serving serving,
        List<Objective> objectives) {

    /** Copies its list. */
    public ModelDeployment {
        objectives = List.copyOf(objectives);
    }

    /** A deployment that is served as usual. */
    public ModelDeployment(
            String id,
            String model,
            String nodeType,
            int tensorParallel,
            OptionalInt concurrency,
            long inputTokens,
            long outputTokens,
            long memoryUtilizationPpm) {
        this(
                id,
                model,
                nodeType,
                Parallelism.tensor(tensorParallel),
                concurrency,
                inputTokens,
                outputTokens,
                memoryUtilizationPpm,
                Serving.USUAL,
                List.of(Objective.USUAL));
    }

    /** GPUs that share each matrix of one copy of the weights. */
    public int tensorParallel() {
        return parallelism.tensor();
    }

    /** The model, with weights and KV cache stored as planned; empty when no catalogue has it. */
    public Optional<ModelArchitecture> architecture() {
        return Models.find(model).map(this::stored);
    }

    private ModelArchitecture stored(ModelArchitecture published) {
        var settings = serving.settings();
        var weights =
                settings.weights().stated()
                        ? Models.in(published, settings.weights().value().bits())
                        : published;
        return settings.kv().stated() ? weights.withKvBits(settings.kv().value().bits()) : weights;
    }

    /** The objective by which single requests are judged: the first. */
    public Objective objective() {
        return objectives.getFirst();
    }
}
