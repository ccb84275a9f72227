// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.fleet;

import io.wattmill.router.engine.Parallelism;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An inference engine of a node.
 *
 * @param url base URL of its API, without {@code /v1}
 * @param kind vllm, sglang, ...
 * @param deviceIds the GPUs it runs on
 * @param spread how it is spread over its GPUs
 * @param kvCapacityTokens tokens of context that it holds; 0 = not told
 * @param maxRunning sequences per step; 0 = not told
 * @param hosted set when it is a hosted API
 * @param kvEvents where it tells of its KV cache, if it does
 * @param role what of a request it computes
 */
public record EngineDescription(
        String engineId,
        String url,
        String kind,
        List<ServedModel> models,
        List<String> deviceIds,
        Parallelism spread,
        long kvCapacityTokens,
        int maxRunning,
        Optional<HostedTerms> hosted,
        Optional<KvEndpoint> kvEvents,
        EngineRole role) {

    private static final String NAMES_ADAPTERS = "vllm";

    /** An engine that computes requests whole. */
    public EngineDescription(
            String engineId,
            String url,
            String kind,
            List<ServedModel> models,
            List<String> deviceIds,
            int tensorParallel,
            long kvCapacityTokens,
            int maxRunning,
            Optional<HostedTerms> hosted,
            Optional<KvEndpoint> kvEvents) {
        this(
                engineId,
                url,
                kind,
                models,
                deviceIds,
                Parallelism.tensor(tensorParallel),
                kvCapacityTokens,
                maxRunning,
                hosted,
                kvEvents,
                EngineRole.BOTH);
    }

    /** An engine that does not tell of its KV cache. */
    public EngineDescription(
            String engineId,
            String url,
            String kind,
            List<ServedModel> models,
            List<String> deviceIds,
            int tensorParallel,
            long kvCapacityTokens,
            int maxRunning,
            Optional<HostedTerms> hosted) {
        this(
                engineId,
                url,
                kind,
                models,
                deviceIds,
                tensorParallel,
                kvCapacityTokens,
                maxRunning,
                hosted,
                Optional.empty());
    }

    /** An engine of the site's own. */
    public EngineDescription(
            String engineId,
            String url,
            String kind,
            List<ServedModel> models,
            List<String> deviceIds,
            int tensorParallel,
            long kvCapacityTokens,
            int maxRunning) {
        this(
                engineId,
                url,
                kind,
                models,
                deviceIds,
                tensorParallel,
                kvCapacityTokens,
                maxRunning,
                Optional.empty());
    }

    /** The same in this role. */
    public EngineDescription as(EngineRole newRole) {
        return with(spread, newRole);
    }

    /** The same spread so. */
    public EngineDescription over(Parallelism gpus) {
        return with(gpus, role);
    }

    private EngineDescription with(Parallelism gpus, EngineRole newRole) {
        return new EngineDescription(
                engineId,
                url,
                kind,
                models,
                deviceIds,
                gpus,
                kvCapacityTokens,
                maxRunning,
                hosted,
                kvEvents,
                newRole);
    }

    /** What it can be asked for by name. */
    Stream<String> names() {
        Stream<String> own = models.stream().map(ServedModel::name);
        return kind.equals(NAMES_ADAPTERS)
                ? Stream.concat(
                        own, models.stream().flatMap(model -> model.loraAdapters().stream()))
                : own;
    }

    /**
     * The model of this name, or else the one with a LoRA adapter of this name. vLLM takes either;
     * SGLang, asked for an adapter by its own name, answers with the bare model.
     */
    public Optional<ServedModel> model(String name) {
        for (ServedModel model : models) {
            if (model.name().equals(name)) {
                return Optional.of(model);
            }
        }
        return kind.equals(NAMES_ADAPTERS) ? withAdapter(name) : Optional.empty();
    }

    private Optional<ServedModel> withAdapter(String name) {
        return models.stream().filter(model -> model.loraAdapters().contains(name)).findFirst();
    }
}
