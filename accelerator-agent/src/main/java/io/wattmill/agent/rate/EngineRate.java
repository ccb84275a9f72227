// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.rate;

import java.util.OptionalDouble;

/**
 * An engine's pace over the last seconds.
 *
 * @param promptTokensPerSecond prompt tokens taken; empty where the engine does not count them
 * @param tokensPerSecond tokens produced
 * @param watts mean power of its devices; empty where their meters cannot tell, or where another
 *     engine runs on them too
 */
public record EngineRate(
        OptionalDouble promptTokensPerSecond, double tokensPerSecond, OptionalDouble watts) {

    /** Tokens produced per joule of its devices; empty where the joules are not known. */
    public OptionalDouble tokensPerJoule() {
        return watts.isPresent() && watts.getAsDouble() > 0
                ? OptionalDouble.of(tokensPerSecond / watts.getAsDouble())
                : OptionalDouble.empty();
    }
}
