// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.resilience;

import java.time.Duration;

/**
 * How long an engine is waited for.
 *
 * @param firstToken from the call to the first token of a stream
 * @param idle from one part of a stream to the next
 * @param answer from the call to a whole answer, which takes as long as all its tokens
 */
public record Patience(Duration firstToken, Duration idle, Duration answer) {

    /** The same where {@code model} does not say otherwise. */
    public Patience with(ModelConfig model) {
        return new Patience(
                model.firstTokenTimeout().orElse(firstToken),
                model.idleTimeout().orElse(idle),
                model.answerTimeout().orElse(answer));
    }

    /** From the call to whatever comes first. */
    public Duration beginning(boolean stream) {
        return stream ? firstToken : answer;
    }
}
