// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.meter;

import io.wattmill.gateway.wire.Usage;

import java.util.Optional;

/**
 * An engine contradicts itself: its final usage is not what its stream came to.
 *
 * @param said its final usage, which is billed
 * @param streamed its running counts at the end of each choice, summed
 */
public record Dispute(Usage said, Usage streamed) {

    /** Empty when both agree in prompt and in output tokens. */
    static Optional<Dispute> between(Usage said, Usage streamed) {
        Dispute both = new Dispute(said, streamed);
        return both.isAboutPrompt() || both.isAboutCompletion()
                ? Optional.of(both)
                : Optional.empty();
    }

    /** Whether the prompt is counted in two ways. */
    public boolean isAboutPrompt() {
        return said.prompt() != streamed.prompt();
    }

    /** Whether the output is counted in two ways. */
    public boolean isAboutCompletion() {
        return said.completion() != streamed.completion();
    }

    /** For a person. */
    public String text() {
        return """
        usage disputed: billed by the engine's final count of %d prompt and %d output tokens; \
        its stream came to %d and %d\
        """
                .formatted(
                        said.prompt(), said.completion(), streamed.prompt(), streamed.completion());
    }
}
