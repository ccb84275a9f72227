// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.discovery;

import io.wattmill.agent.inference.EngineKind;
import io.wattmill.agent.inference.EngineRole;
import io.wattmill.agent.inference.KvEventsConfig;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the command line of an engine says of it.
 *
 * @param kind what it is
 * @param host the address that it binds, as written; empty when it does not say
 * @param port where its API is
 * @param gpus how many GPUs share each sequence: tensor times pipeline parallel
 * @param tensorParallel how many GPUs share each layer
 * @param maxRunning sequences that it batches at most, empty when it does not say
 * @param model what it serves, as written; empty when it does not say
 * @param kvEvents where it publishes its KV events
 * @param role what of a request it computes
 */
public record EngineCommand(
        EngineKind kind,
        String host,
        int port,
        int gpus,
        int tensorParallel,
        Optional<Integer> maxRunning,
        String model,
        KvEventsConfig kvEvents,
        EngineRole role) {

    /** What an engine that is to be had at 127.0.0.1 may bind. */
    private static final Set<String> LOOPBACK =
            Set.of("0.0.0.0", "::", "[::]", "*", "localhost", "::1", "[::1]");

    private static final int MOST_GPUS = 1024;
    private static final int LAST_PORT = 65_535;

    /** The engine that this command line starts, or empty when it starts none. */
    public static Optional<EngineCommand> of(List<String> words, Map<String, String> environment) {
        return CommandShape.ALL.stream()
                .filter(shape -> shape.starts(words))
                .findFirst()
                .flatMap(shape -> read(shape, new Words(words), environment));
    }

    private static Optional<EngineCommand> read(
            CommandShape shape, Words words, Map<String, String> environment) {
        Address address = Address.of(shape, words, environment);
        int tensor = count(words.value(shape.tensorParallel()), 1);
        int pipeline = count(words.value(shape.pipelineParallel()), 1);
        String model = words.value(shape.model()).or(() -> words.after(shape.verb())).orElse("");
        return address.port() < 1 || address.port() > LAST_PORT
                ? Optional.empty()
                : Optional.of(
                        new EngineCommand(
                                shape.kind(),
                                address.host(),
                                address.port(),
                                tensor * pipeline,
                                tensor,
                                words.value(shape.maxRunning()).flatMap(Words::number),
                                model,
                                KvEventsFlag.read(shape.kind(), words),
                                RoleFlag.read(shape.kind(), words)));
    }

    /** Groups of GPUs that have the layers one after another. */
    public int pipelineParallel() {
        return gpus / tensorParallel;
    }

    /** Whether it is to be had at 127.0.0.1: it binds that, or every address. */
    public boolean bindsLoopback() {
        return host.isEmpty() || LOOPBACK.contains(host) || host.startsWith("127.");
    }

    private static int count(Optional<String> text, int otherwise) {
        return text.flatMap(Words::number)
                .filter(number -> number >= 1 && number <= MOST_GPUS)
                .orElse(otherwise);
    }
}
