// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.discovery;

import io.wattmill.agent.inference.EngineKind;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where an engine listens.
 *
 * @param host as written, empty when it does not say
 * @param port 0 when what is written is no port
 */
record Address(String host, int port) {

    private static final List<String> HOST = List.of("--host", "--hostname", "--http-address");

    /** By its options, else by the variables that Ollama and TGI read. */
    static Address of(CommandShape shape, Words words, Map<String, String> environment) {
        if (shape.kind() == EngineKind.OLLAMA) {
            return ollama(environment.getOrDefault("OLLAMA_HOST", ""), shape.port());
        }
        Optional<String> port = words.value(shape.ports()).or(() -> ofTgi(shape, environment));
        return new Address(words.value(HOST).orElse(""), port(port, shape));
    }

    private static Optional<String> ofTgi(CommandShape shape, Map<String, String> environment) {
        return shape.kind() == EngineKind.TGI
                ? Optional.ofNullable(environment.get("PORT"))
                : Optional.empty();
    }

    private static int port(Optional<String> text, CommandShape shape) {
        return text.map(port -> Words.number(port).orElse(0)).orElse(shape.port());
    }

    /** {@code [scheme://]host[:port]}, or only one of both. */
    private static Address ollama(String text, int otherwise) {
        String bare = text.replaceFirst("^[a-z]+://", "").replaceFirst("/.*$", "");
        int colon = bare.lastIndexOf(':');
        return colon < 0
                ? new Address(bare, otherwise)
                : new Address(
                        bare.substring(0, colon),
                        Words.number(bare.substring(colon + 1)).orElse(0));
    }
}
