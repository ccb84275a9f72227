// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.claim;

import io.wattmill.twin.figure.Figure;

import java.util.Optional;

/** What the engine model expects of a side: the port through which a claim asks it. */
@FunctionalInterface
public interface Throughput {
    /** Knows no model and no GPU. */
    Throughput NONE = (_, _) -> new Expected.CannotSay("no engine model was asked");

    /**
     * Tokens per second of one GPU, input and output, at the most load that leaves each user so
     * many output tokens per second.
     *
     * @param interactivity output tokens per second per user, above 0
     */
    Expected expected(Side side, double interactivity);

    /** What the model answers. */
    sealed interface Expected {

        /** It expects this of one GPU. */
        record Of(Figure tokensPerSecond) implements Expected {}

        /** It cannot say. */
        record CannotSay(String why) implements Expected {}

        /** The figure, where there is one. */
        default Optional<Figure> figure() {
            return switch (this) {
                case Of(Figure figure) -> Optional.of(figure);
                case CannotSay _ -> Optional.empty();
            };
        }
    }
}
